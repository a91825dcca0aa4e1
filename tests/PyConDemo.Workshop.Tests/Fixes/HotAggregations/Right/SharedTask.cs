// Right
// It lets all requests of two seconds await the same task, which counts once for all of them.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly Lock Gate = new();
    private static Task<HotAggregationsResult>? _counting;
    private static DateTimeOffset _since;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        Task<HotAggregationsResult> counting;
        lock (Gate)
        {
            var now = clock.GetUtcNow();
            var isOld = now < _since || now - _since > TimeSpan.FromSeconds(2);
            if (_counting is null or { IsFaulted: true } || (_counting.IsCompleted && isOld))
            {
                _since = now;
                _counting = Task.Run(
                    () => CountAsync(scopes, clock, CancellationToken.None),
                    CancellationToken.None);
            }

            counting = _counting;
        }

        return TypedResults.Ok(await counting.WaitAsync(cancellationToken));
    }

    private static async Task<HotAggregationsResult> CountAsync(
        IServiceScopeFactory scopes, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var answer = await HotAggregationsBad.GetDashboard(db, clock, cancellationToken);
        return answer.Value!;
    }
}
