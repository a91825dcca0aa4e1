using PyConDemo.Stage.Racing.Races;

namespace PyConDemo.Stage.Racing;

/// <summary>One race per anti-pattern. The API decides their order.</summary>
public static class RaceCatalog
{
    private static readonly Race[] All =
    [
        new LongRequestsRace(), new OffsetPaginationRace(), new NPlusOneRace(), new HotAggregationsRace(),
        new FatPayloadsRace(), new RowLockingRace(),
    ];

    public static IEnumerable<string> Slugs => All.Select(r => r.Slug);

    /// <summary>The lanes that the API has, so that a wrong name is told before an API is started.</summary>
    public static IReadOnlyList<LaneList> Lanes =>
    [
        .. All.Select(r => new LaneList(
            r.Slug, [PatternLane.Bad, PatternLane.Good, .. r.Steps, PatternLane.Yours])),
    ];

    /// <exception cref="InvalidInputException">There is no such race; the message suggests a similar name.</exception>
    public static Race Find(string slug) => All.FirstOrDefault(r => r.Slug == slug)
        ?? throw new InvalidInputException($"There is no anti-pattern '{slug}'.{Spelling.Hint(slug, Slugs)}");
}
