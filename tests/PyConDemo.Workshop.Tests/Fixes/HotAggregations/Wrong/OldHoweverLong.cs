// Refused: stale
// It sends what it has, however old that is, and counts in the background: the first visitor after
// a quiet night sees yesterday's numbers.

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
        var kept = _kept ?? await FillAsync(scopes, clock);
        if (IsOld(kept, clock)) _ = FillAsync(scopes, clock);

        return TypedResults.Ok(kept);
    }

    private static bool IsOld(HotAggregationsResult dashboard, TimeProvider clock)
        => clock.GetUtcNow().UtcDateTime - dashboard.AsOf > TimeSpan.FromSeconds(5);

    private static async Task<HotAggregationsResult> FillAsync(
        IServiceScopeFactory scopes, TimeProvider clock)
    {
        await Gate.WaitAsync();
        try
        {
            if (_kept is { } kept && !IsOld(kept, clock)) return kept;

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
