using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Growing;

/// <summary>Collects points, and says what they mean.</summary>
public sealed class GrowthReportBuilder(Race race, Pattern pattern)
{
    private readonly List<GrowthPoint>[] _points = [[], []];

    public Race Race => race;

    public IReadOnlyList<PatternLane> Lanes { get; } = pattern.Pair;

    public bool IsEmpty => _points.All(lane => lane.Count == 0);

    public void Add(int lane, GrowthPoint point) => _points[lane].Add(point);

    public GrowthReport Report(RunFacts run)
    {
        var seen = GrowthMeasure.All.Where(IsSeen).ToArray();
        var lanes = Lanes.Select((lane, i) => new GrowthLane(lane.Name, _points[i],
            seen.ToDictionary(m => m.Name, m => Words(m).Shape(_points[i])))).ToArray();
        return new(GrowthReport.CurrentSchema, run, pattern.Slug, pattern.Title, pattern.Dial?.Name ?? "dial", pattern.Dial?.Unit ?? "", lanes,
            [.. seen.Select(m => m.Name)], string.Concat(Telling(seen).Select(m => $"{Sentence(m)} ")).TrimEnd());
    }

    /// <summary>Where no position cost anything, there is nothing to show.</summary>
    private bool IsSeen(GrowthMeasure measure) => _points.Any(lane => lane.Count > 0 && lane.All(p => measure.Of(p) is not null))
        && _points.Any(lane => lane.Any(p => measure.Of(p) > 0));

    /// <summary>The count that the pattern is about, then time. Load grows no request's counts: it shows in what waits and fails.</summary>
    private IEnumerable<GrowthMeasure> Telling(GrowthMeasure[] seen)
    {
        if ((seen.FirstOrDefault(m => m.Cost == race.PrimaryCost) ?? seen.FirstOrDefault(m => m.Cost == GrowthCost.SqlTime)) is { } own) yield return own;
        foreach (var measure in seen.Where(m => m.Cost is null && (race.DialKind == DialKind.Load || m == GrowthMeasure.All[^1]))) yield return measure;
    }

    private string Sentence(GrowthMeasure measure)
    {
        var lanes = Lanes.Select((lane, i) => $"{lane.Name} {Words(measure).InNumbers(_points[i])}");
        return $"{char.ToUpperInvariant(measure.Name[0])}{measure.Name[1..]}: {string.Join(", ", lanes)}.";
    }

    private GrowthWords Words(GrowthMeasure measure) => new(measure, race.DialKind, pattern.Dial?.Name ?? "dial");
}
