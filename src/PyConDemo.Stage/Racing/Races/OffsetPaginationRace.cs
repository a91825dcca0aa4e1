namespace PyConDemo.Stage.Racing.Races;

/// <summary>All lanes read the same deep page: by its number, or after the cursor of the row before it.</summary>
public sealed class OffsetPaginationRace() : Race("offset-pagination", GrowthCost.Buffers, usualRate: 12)
{
    private const int UsualSize = 50;

    public override async Task<LaneRequest> PrepareRequestAsync(
        DemoClient client, Pattern pattern, PatternLane lane, long dial, CancellationToken cancellationToken)
    {
        var size = PathQuery.Number(lane.Path, "size", UsualSize);
        if (lane.Name == PatternLane.Yours)
            return await new NextLinkWalker(client, lane).ToPageAsync(dial, size, cancellationToken);
        if (PathQuery.Has(lane.Path, "page"))
            return lane.Request with { Path = PathQuery.With(lane.Path, "page", $"{dial}") };
        var rowBefore = (dial - 1) * size;
        var first = PathQuery.Without(lane.Path, "after");
        if (rowBefore == 0) return lane.Request with { Path = first };
        var cursor = await client.CursorAsync(rowBefore, cancellationToken);
        return lane.Request with { Path = PathQuery.With(first, "after", cursor) };
    }
}
