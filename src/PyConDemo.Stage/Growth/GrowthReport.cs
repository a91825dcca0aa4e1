namespace PyConDemo.Stage.Growth;

/// <summary>The root of the JSON document. Within a schema version, fields are only added.</summary>
/// <param name="Measures">The names of the measures that have values, counts first.</param>
public sealed record GrowthReport(
    int SchemaVersion, RunFacts Run, string Slug, string Title, string Dial, string Unit,
    IReadOnlyList<GrowthLane> Lanes, IReadOnlyList<string> Measures, string Verdict)
{
    public const int CurrentSchema = 1;
}

/// <summary>How one lane's costs follow the dial.</summary>
/// <param name="Shapes">A shape for each measure's name: "constant", "linear in the page".</param>
public sealed record GrowthLane(
    string Label, IReadOnlyList<GrowthPoint> Points, IReadOnlyDictionary<string, string> Shapes);

/// <summary>What one lane cost at one position of the dial.</summary>
/// <param name="Counts">The counts of one request. Null when the API does not tell them.</param>
/// <param name="Ms">The median latency of a single client. When the dial is the load, the p95 at that rate, or the
/// largest latency of fewer than 20 requests.</param>
/// <param name="Failed">The share of requests that failed, from 0 to 1.</param>
/// <param name="Backlog">Deferred jobs that were not done when the load ended. Null for other dials.</param>
public sealed record GrowthPoint(
    long Dial, RequestVitals? Counts, long WireBytes, double Ms, double Failed, long? Backlog);

/// <summary>One kind of cost of a <see cref="GrowthPoint"/>: counts come first and time last.</summary>
public sealed record GrowthMeasure(string Name, GrowthCost? Cost, Func<GrowthPoint, double?> Of)
{
    public static readonly GrowthMeasure Time = new("time (ms)", null, p => p.Ms > 0 ? p.Ms : null);

    public static readonly IReadOnlyList<GrowthMeasure> All =
    [
        new("SQL commands", GrowthCost.Commands, p => p.Counts?.Commands),
        new("rows received", GrowthCost.Rows, p => p.Counts?.RowsRead),
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
