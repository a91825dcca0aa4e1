// Refused: cache-header
// It lets every cache keep the dashboard for a year.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";

        return await HotAggregationsGood.GetDashboard(db, cancellationToken);
    }
}
