// Refused: stale
// It computes the numbers once and keeps them for ever.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static HotAggregationsResult? _kept;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            _kept ??= await CountAsync(scopes, clock, CancellationToken.None);
            return TypedResults.Ok(_kept);
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
