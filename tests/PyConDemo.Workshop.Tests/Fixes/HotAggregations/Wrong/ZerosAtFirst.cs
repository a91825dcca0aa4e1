// Refused: same-answer, as-of
// It sends zeros until the background count has ended, so the first visitors see an empty
// dashboard.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static int _isStarted;
    private static volatile HotAggregationsResult? _snapshot;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _ = Task.Run(() => CountAgainAsync(scopes, clock), CancellationToken.None);
        }

        return TypedResults.Ok(_snapshot ?? new HotAggregationsResult(
            clock.GetUtcNow().UtcDateTime, 0, 0, 0, 0, [], []));
    }

    private static async Task CountAgainAsync(IServiceScopeFactory scopes, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), clock);
        do
        {
            try
            {
                _snapshot = await CountAsync(scopes, clock, CancellationToken.None);
            }
            catch (Exception error) when (error is not ObjectDisposedException)
            {
                // The next tick tries again.
            }
        }
        while (await timer.WaitForNextTickAsync());
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
