// Right
// It counts again in the background when its numbers are five seconds old, and nobody gets numbers
// that are older than ten.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly TimeSpan FiveSeconds = TimeSpan.FromSeconds(5);
    private static readonly SemaphoreSlim Gate = new(1);
    private static volatile HotAggregationsResult? _kept;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var kept = _kept;
        var age = kept is null ? TimeSpan.MaxValue : Age(kept, clock);
        if (kept is null || age < TimeSpan.Zero || age > TimeSpan.FromSeconds(10))
        {
            kept = await FillAsync(scopes, clock).WaitAsync(cancellationToken);
        }
        else if (age > FiveSeconds)
        {
            _ = FillAsync(scopes, clock);
        }

        return TypedResults.Ok(kept);
    }

    private static TimeSpan Age(HotAggregationsResult dashboard, TimeProvider clock)
        => clock.GetUtcNow().UtcDateTime - dashboard.AsOf;

    private static async Task<HotAggregationsResult> FillAsync(
        IServiceScopeFactory scopes, TimeProvider clock)
    {
        await Gate.WaitAsync();
        try
        {
            // Another request may have counted meanwhile.
            if (_kept is { } kept && Age(kept, clock) is var age
                && age >= TimeSpan.Zero && age < FiveSeconds)
            {
                return kept;
            }

            return _kept = await CountAsync(scopes, clock, CancellationToken.None);
        }
        finally
        {
            Gate.Release();
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
