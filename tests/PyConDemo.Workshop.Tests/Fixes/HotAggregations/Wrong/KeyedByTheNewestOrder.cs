// Refused: stale
// It counts again only when there is a newer order, so it misses each update and delete of an
// older one.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static long? _newest;
    private static HotAggregationsResult? _kept;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            var newest = await db.Orders.MaxAsync(order => (long?)order.Id, cancellationToken);
            if (_kept is null || newest != _newest)
            {
                var answer = await HotAggregationsBad.GetDashboard(db, clock, cancellationToken);
                (_newest, _kept) = (newest, answer.Value!);
            }

            return TypedResults.Ok(_kept);
        }
        finally
        {
            Gate.Release();
        }
    }
}
