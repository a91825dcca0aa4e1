using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Statistics;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Growing;

/// <summary>Collects points, and says what they mean.</summary>
public sealed class GrowthSheet(Race race, Pattern pattern)
{
    private readonly List<GrowthPoint>[] points = [[], []];

    public Race Race => race;

    public IReadOnlyList<PatternLane> Lanes { get; } = [pattern.Lane("bad"), pattern.Lane("good")];

    public bool IsEmpty => points.All(lane => lane.Count == 0);

    public void Add(int lane, GrowthPoint point) => points[lane].Add(point);

    public GrowthReport Report(RunFacts run)
    {
        var seen = GrowthMeasure.All.Where(m => points.Any(lane => lane.Count > 0 && lane.All(p => m.Of(p) is not null))).ToArray();
        var dial = pattern.Dial?.Name ?? "dial";
        var lanes = Lanes.Select((lane, i) => new GrowthLane(lane.Name, points[i],
            seen.ToDictionary(m => m.Name, m => Shape(points[i], m, dial)))).ToArray();
        return new(RaceReport.CurrentSchema, run, pattern.Slug, pattern.Title, dial, pattern.Dial?.Unit ?? "", lanes,
            [.. seen.Select(m => m.Name)], Verdict(lanes, seen));
    }

    private string Verdict(GrowthLane[] lanes, GrowthMeasure[] seen)
    {
        var own = seen.FirstOrDefault(m => m.Cost == race.Grows) ?? seen.FirstOrDefault(m => m.Cost == GrowthCost.SqlTime);
        return string.Join(". ", ((GrowthMeasure?[])[own, seen.LastOrDefault()]).OfType<GrowthMeasure>().Distinct().Select(m =>
            $"{char.ToUpperInvariant(m.Name[0])}{m.Name[1..]}: {string.Join(", ", lanes.Select(l => $"{l.Label} {l.Shapes[m.Name]}"))}")) + ".";
    }

    private static string Shape(List<GrowthPoint> lane, GrowthMeasure measure, string dial)
    {
        var costs = lane.Select(p => (Dial: (double)p.Dial, Cost: measure.Of(p))).Where(p => p.Cost is not null)
            .Select(p => (p.Dial, Cost: p.Cost!.Value)).ToArray();
        return costs.Length > 0 && costs.All(p => p.Cost == costs[0].Cost) ? "constant"
            : GrowthFit.Of(costs)?.InWords(dial) ?? "too few points";
    }
}
