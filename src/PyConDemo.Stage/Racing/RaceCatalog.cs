using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing.Races;

namespace PyConDemo.Stage.Racing;

/// <summary>One race per anti-pattern. Their order is the API's.</summary>
public static class RaceCatalog
{
    private static readonly Race[] All =
    [
        new LongRequestsRace(), new OffsetPaginationRace(), new NPlusOneRace(), new HotAggregationsRace(), new FatPayloadsRace(),
        new RowLockingRace(),
    ];

    public static IEnumerable<string> Slugs => All.Select(r => r.Slug);

    /// <exception cref="InvalidInputException">There is no such race; the message says what may have been meant.</exception>
    public static Race Find(string slug) => All.FirstOrDefault(r => r.Slug == slug)
        ?? throw new InvalidInputException($"There is no anti-pattern '{slug}'.{Spelling.Hint(slug, Slugs)}");
}
