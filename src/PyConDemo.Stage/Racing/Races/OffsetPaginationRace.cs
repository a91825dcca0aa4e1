using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes read the same deep page: one by its number, the other after the cursor of the row before it.</summary>
public sealed class OffsetPaginationRace : Race
{
    private const int UsualSize = 50;

    public override string Slug => "offset-pagination";

    public override GrowthCost Grows => GrowthCost.Buffers;

    public override async Task<LaneRequest> AimAsync(
        DemoClient client, Pattern pattern, PatternLane lane, long dial, CancellationToken cancel)
    {
        if (QueryOf.Has(lane.Path, "page")) return lane.Request with { Path = QueryOf.With(lane.Path, "page", $"{dial}") };
        var rowBefore = (dial - 1) * QueryOf.Number(lane.Path, "size", UsualSize);
        var first = QueryOf.Without(lane.Path, "after");
        if (rowBefore == 0) return lane.Request with { Path = first };
        var cursor = await client.CursorAsync(rowBefore, cancel).ConfigureAwait(false);
        return lane.Request with { Path = QueryOf.With(first, "after", cursor) };
    }
}
