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
