// Refused: refresh-in-request
// It starts a refresh for each page view, and does not wait for its end.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        NpgsqlDataSource source,
        CancellationToken cancellationToken)
    {
        _ = source.RunAsync("REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard");

        return await HotAggregationsGood.GetDashboard(db, cancellationToken);
    }
}
