using System.Globalization;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Growing;

/// <summary>Says how one lane's cost follows the dial.</summary>
internal sealed class GrowthWords(GrowthMeasure measure, DialKind kind, string dial)
{
    /// <summary>More than this factor above the dial's first position is growth: <see cref="GrowthFit"/> thinks the same.</summary>
    private const double Noise = 1.5;

    /// <summary>"constant", "linear in the page".</summary>
    public string Shape(IEnumerable<GrowthPoint> lane)
    {
        var costs = Costs(lane);
        return costs.Length > 0 && costs.All(p => p.Cost == costs[0].Cost) ? "constant"
            : kind == DialKind.Load || costs.Any(p => p.Cost == 0) ? Knee(costs)
            : GrowthFit.Of(costs)?.InWords(dial) ?? "too few points";
    }

    /// <summary>The same with its number: "constant (4)", "linear in the size (1 each)".</summary>
    public string InNumbers(IReadOnlyList<GrowthPoint> lane)
    {
        var (costs, shape) = (Costs(lane), Shape(lane));
        if (costs.Length == 0) return shape;
        var (first, last) = (costs[0], costs[^1]);
        return shape == "constant" ? $"{shape} ({Number(last.Cost)})"
            : shape.StartsWith("linear", StringComparison.Ordinal) ? $"{shape} ({Number((last.Cost - first.Cost) / (last.Dial - first.Dial))} each)"
            : shape;
    }

    /// <summary>A queue that overflows follows no power of the load: it is well until it is not.</summary>
    private string Knee((double Dial, double Cost)[] costs)
    {
        var well = costs.TakeWhile(p => p.Cost <= Noise * costs[0].Cost).Last();
        return well == costs[^1] ? "constant"
            : $"{Number(well.Cost)} up to {dial} {Format.Count(well.Dial)}, then up to {Number(costs.Max(p => p.Cost))}";
    }

    private (double Dial, double Cost)[] Costs(IEnumerable<GrowthPoint> lane)
        => [.. lane.Where(p => measure.Of(p) is not null).Select(p => ((double)p.Dial, measure.Of(p)!.Value))];

    private static string Number(double value)
        => value < 10 ? value.ToString("G2", CultureInfo.InvariantCulture) : Format.Count(Math.Round(value));
}
