namespace PyConDemo.Stage.Growth;

/// <summary>Collects the points and says what they mean.</summary>
public sealed class GrowthReportBuilder(Race race, Pattern pattern)
{
    private readonly List<GrowthPoint>[] _points = [[], []];
    private readonly string _dial = pattern.Dial?.Name ?? "dial";

    public Race Race => race;

    public IReadOnlyList<PatternLane> Lanes { get; } = pattern.Pair;

    public bool IsEmpty => _points.All(lane => lane.Count == 0);

    public void Add(int lane, GrowthPoint point) => _points[lane].Add(point);

    public GrowthReport Report(RunFacts run)
    {
        var measures = GrowthMeasure.All.Where(HasValues).ToArray();
        var lanes = Lanes.Select((lane, i) => new GrowthLane(
            lane.Name, _points[i], measures.ToDictionary(m => m.Name, m => Words(m).Shape(_points[i]))));
        return new(
            GrowthReport.CurrentSchema, run, pattern.Slug, pattern.Title, _dial, pattern.Dial?.Unit ?? "", [.. lanes],
            [.. measures.Select(m => m.Name)], string.Join(' ', InVerdict(measures).Select(Sentence)));
    }

    /// <summary>A measure is left out when a point lacks it, and when it is 0 at every position.</summary>
    private bool HasValues(GrowthMeasure measure)
        => _points.Any(lane => lane.Count > 0 && lane.All(p => measure.Of(p) is not null))
            && _points.Any(lane => lane.Any(p => measure.Of(p) > 0));

    /// <summary>The primary cost, then time. Load changes no counts, so it adds the backlog and the failures.</summary>
    private IEnumerable<GrowthMeasure> InVerdict(GrowthMeasure[] measures)
    {
        var primary = measures.FirstOrDefault(m => m.Cost == race.PrimaryCost)
            ?? measures.FirstOrDefault(m => m.Cost == GrowthCost.SqlTime);
        if (primary is not null) yield return primary;
        foreach (var measure in measures.Where(m => m.Cost is null))
            if (race.DialKind == DialKind.Load || measure == GrowthMeasure.Time) yield return measure;
    }

    private string Sentence(GrowthMeasure measure)
    {
        var lanes = Lanes.Select((lane, i) => $"{lane.Name} {Words(measure).InNumbers(_points[i])}");
        return $"{char.ToUpperInvariant(measure.Name[0])}{measure.Name[1..]}: {string.Join(", ", lanes)}.";
    }

    private GrowthWords Words(GrowthMeasure measure) => new(measure, race.DialKind, _dial);
}
