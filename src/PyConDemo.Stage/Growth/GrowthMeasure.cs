namespace PyConDemo.Stage.Growth;

/// <summary>One kind of cost of a <see cref="GrowthPoint"/>: counts come first and time last.</summary>
public sealed record GrowthMeasure(string Name, GrowthCost? Cost, Func<GrowthPoint, double?> Of)
{
    public static readonly GrowthMeasure Time = new("time (ms)", null, p => p.Ms > 0 ? p.Ms : null);

    public static readonly IReadOnlyList<GrowthMeasure> All =
    [
        new("SQL commands", GrowthCost.Commands, p => p.Counts?.Commands),
        new("rows read", GrowthCost.Rows, p => p.Counts?.RowsRead),
        new("rows locked", GrowthCost.RowsLocked, p => p.Counts?.RowsLocked),
        new("buffers", GrowthCost.Buffers, p => p.Counts?.Buffers),
        new("pages rendered before the answer", GrowthCost.PagesRendered, p => p.Counts?.PagesRendered),
        new("bytes on the wire", GrowthCost.BytesPerItem, p => p.WireBytes > 0 ? p.WireBytes : null),
        new("backlog (jobs)", null, p => p.Backlog),
        new("failed (%)", null, p => p.Backlog is null ? null : 100 * p.Failed),
        new("SQL time (ms)", GrowthCost.SqlTime, p => p.Counts?.SqlMs),
        Time,
    ];
}

/// <summary>Says how one lane's cost follows the dial.</summary>
internal sealed class GrowthWords(GrowthMeasure measure, DialKind kind, string dial)
{
    public string Shape(IEnumerable<GrowthPoint> lane)
    {
        var costs = Costs(lane);
        return costs.Length > 0 && costs.All(p => p.Cost == costs[0].Cost) ? "constant"
            : kind == DialKind.Load || costs.Any(p => p.Cost == 0) ? Knee(costs)
            : GrowthFit.Of(costs)?.InWords(dial) ?? "too few points";
    }

    /// <summary>The shape with its number: "constant (4)", "linear in the size (1 each)".</summary>
    public string InNumbers(IReadOnlyList<GrowthPoint> lane)
    {
        var (costs, shape) = (Costs(lane), Shape(lane));
        if (costs.Length == 0) return shape;
        var (first, last) = (costs[0], costs[^1]);
        if (shape == "constant") return $"{shape} ({Number(last.Cost)})";
        if (!shape.StartsWith("linear", StringComparison.Ordinal)) return shape;
        return $"{shape} ({Number((last.Cost - first.Cost) / (last.Dial - first.Dial))} each)";
    }

    /// <summary>Names the last position without growth. A queue copes up to a limit and then fails.</summary>
    private string Knee((double Dial, double Cost)[] costs)
    {
        var last = costs.TakeWhile(p => p.Cost <= GrowthFit.NoGrowth * costs[0].Cost).Last();
        return last == costs[^1] ? "constant"
            : $"{Number(last.Cost)} up to {dial} {Format.Count(last.Dial)}, "
                + $"then up to {Number(costs.Max(p => p.Cost))}";
    }

    private (double Dial, double Cost)[] Costs(IEnumerable<GrowthPoint> lane)
        => [.. lane.Where(p => measure.Of(p) is not null).Select(p => ((double)p.Dial, measure.Of(p)!.Value))];

    private static string Number(double value)
        => value < 10 ? value.ToString("G2", CultureInfo.InvariantCulture) : Format.Count(Math.Round(value));
}
