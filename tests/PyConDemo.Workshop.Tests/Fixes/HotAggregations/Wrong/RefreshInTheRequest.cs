// Refused: refresh-in-request
// It refreshes the view in each request: the numbers are fresh, but each request reads every
// order.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync(
                $"REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard", cancellationToken);
        }
        finally
        {
            Gate.Release();
        }

        return await HotAggregationsGood.GetDashboard(db, cancellationToken);
    }
}
