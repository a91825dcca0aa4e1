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
            lane.Name, _points[i], measures.ToDictionary(m => m.Name, m => Shape(Costs(m, i)))));
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
        var lanes = Lanes.Select((lane, i) => $"{lane.Name} {InNumbers(Costs(measure, i))}");
        return $"{char.ToUpperInvariant(measure.Name[0])}{measure.Name[1..]}: {string.Join(", ", lanes)}.";
    }

    private (double Dial, double Cost)[] Costs(GrowthMeasure measure, int lane) => [.. _points[lane]
        .Where(p => measure.Of(p) is not null).Select(p => ((double)p.Dial, measure.Of(p)!.Value))];

    private string Shape((double Dial, double Cost)[] costs) => costs.Length == 0 ? "too few points"
        : costs.All(p => p.Cost == costs[0].Cost) ? "constant"
        : race.DialKind == DialKind.Load || costs.Any(p => p.Cost == 0) ? Knee(costs)
        : GrowthFit.Of(costs)?.InWords(_dial) ?? "too few points";

    /// <summary>The shape with its number: "constant (4)", "linear in the size (1 each)".</summary>
    private string InNumbers((double Dial, double Cost)[] costs)
    {
        var shape = Shape(costs);
        if (shape == "constant") return $"{shape} ({Number(costs[^1].Cost)})";
        if (!shape.StartsWith("linear", StringComparison.Ordinal)) return shape;
        return $"{shape} ({Number((costs[^1].Cost - costs[0].Cost) / (costs[^1].Dial - costs[0].Dial))} each)";
    }

    /// <summary>Names the last position without growth. A queue copes up to a limit and then fails.</summary>
    private string Knee((double Dial, double Cost)[] costs)
    {
        var last = costs.TakeWhile(p => p.Cost <= GrowthFit.NoGrowth * costs[0].Cost).Last();
        return last == costs[^1] ? "constant"
            : $"{Number(last.Cost)} up to {_dial} {Format.Count(last.Dial)}, "
                + $"then up to {Number(costs.Max(p => p.Cost))}";
    }

    private static string Number(double value)
        => value < 10 ? value.ToString("G2", CultureInfo.InvariantCulture) : Format.Count(Math.Round(value));
}
