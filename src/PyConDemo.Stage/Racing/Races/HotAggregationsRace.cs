using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes answer the same dashboard: counted now, and read from the last refresh.</summary>
public sealed class HotAggregationsRace : Race
{
    public override string Slug => "hot-aggregations";

    public override GrowthCost Grows => GrowthCost.Buffers;

    public override DialKind Dial => DialKind.Scale;

    public override async Task CheckAnswersAsync(
        DemoClient client, Pattern pattern, LaneRequest first, LaneRequest second, CancellationToken cancel)
    {
        await client.RefreshDashboardAsync(cancel).ConfigureAwait(false);
        await base.CheckAnswersAsync(client, pattern, first, second, cancel).ConfigureAwait(false);
    }

    public override async Task<long> DataSizeAsync(DemoClient client, Pattern pattern, CancellationToken cancel)
        => (await client.GetAsync<Dashboard>(pattern.Lane("good").Path, cancel).ConfigureAwait(false)).Orders;

    private sealed record Dashboard(long Orders);
}
