// Right
// It counts in the background every five seconds from the first request on, and each page view
// reads the last counts.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static volatile HotAggregationsResult? _snapshot;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (_snapshot is not { } snapshot)
        {
            await Gate.WaitAsync(cancellationToken);
            try
            {
                if (_snapshot is null)
                {
                    _snapshot = await CountAsync(scopes, clock, cancellationToken);
                    _ = Task.Run(() => CountAgainAsync(scopes, clock), CancellationToken.None);
                }

                snapshot = _snapshot;
            }
            finally
            {
                Gate.Release();
            }
        }

        return TypedResults.Ok(snapshot);
    }

    private static async Task CountAgainAsync(IServiceScopeFactory scopes, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), clock);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                _snapshot = await CountAsync(scopes, clock, CancellationToken.None);
            }
            catch (Exception error) when (error is not ObjectDisposedException)
            {
                // The next tick tries again, and asOf says how old the numbers are.
            }
        }
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
