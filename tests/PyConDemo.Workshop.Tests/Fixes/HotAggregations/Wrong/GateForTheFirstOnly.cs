// Refused: stampede
// It lets only one request count at first, but when the numbers are old, each request counts
// again.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static volatile HotAggregationsResult? _kept;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (_kept is null)
        {
            await Gate.WaitAsync(cancellationToken);
            try
            {
                _kept ??= await CountAsync(scopes, clock, cancellationToken);
            }
            finally
            {
                Gate.Release();
            }
        }

        if (clock.GetUtcNow().UtcDateTime - _kept.AsOf > TimeSpan.FromSeconds(5))
        {
            _kept = await CountAsync(scopes, clock, cancellationToken);
        }

        return TypedResults.Ok(_kept);
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
