using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Evidence;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Measures what one request costs, between the races.</summary>
internal sealed class EvidenceService(RaceService races, PageSettings settings)
{
    /// <summary>The lanes at the dial's default, by pattern and lane. Only one measurement at a time uses
    /// them.</summary>
    private readonly Dictionary<(string Slug, string Lane), LaneEvidence> _known = [];

    private ApiSession? _session; // in which they were measured

    /// <summary>Measures lanes at the dial's default, so that the page shows them before the first race. In one run of
    /// an API each lane is measured once, because its counts stay the same.</summary>
    /// <param name="lanes">Two or three names, as in "good,leased". Null: bad and good.</param>
    /// <returns>Null if a race goes first.</returns>
    /// <exception cref="InvalidInputException">There is no such pattern or lane.</exception>
    public Task<EvidenceAnswer?> ReadAsync(string slug, string? lanes, CancellationToken cancellationToken)
        => races.MeasureAsync(
            (session, token) => ReadAsync(session, RaceCatalog.Find(slug), lanes, token), cancellationToken);

    /// <summary>Measures the pair at a position of the pattern's dial.</summary>
    /// <returns>Null if a race goes first.</returns>
    /// <exception cref="InvalidInputException">There is no such pattern.</exception>
    public Task<EvidenceAnswer?> ReadAtAsync(string slug, long position, CancellationToken cancellationToken)
        => races.MeasureAsync((session, token) => new EvidenceReader(session.Client).ReadAtAsync(
            RaceCatalog.Find(slug), session.Pattern(slug), position, settings.NewRaceSettings().Timeout, token),
            cancellationToken);

    private async Task<EvidenceAnswer> ReadAsync(
        ApiSession session, Race race, string? lanes, CancellationToken cancellationToken)
    {
        var pattern = session.Pattern(race.Slug);
        string[] names = lanes is null ? [.. pattern.Pair.Select(l => l.Name)]
            : [.. LaneNames.Parse(lanes, "lanes").Distinct()];
        LaneNames.Check(names, [LaneList.Of(pattern)]);
        if (_session != session) _known.Clear();
        _session = session;

        PatternLane[] unknown = [.. names.Where(name => !_known.ContainsKey((race.Slug, name))).Select(pattern.Lane)];
        var answer = await new EvidenceReader(session.Client)
            .ReadAsync(race, pattern, unknown, null, cancellationToken);
        foreach (var lane in answer.Lanes) _known[(race.Slug, lane.Lane)] = lane;
        return answer with { Lanes = [.. names.Select(name => _known[(race.Slug, name)])] };
    }
}
