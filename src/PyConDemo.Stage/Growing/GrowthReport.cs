namespace PyConDemo.Stage.Growing;

/// <summary>How both lanes' costs follow the dial: the root of the JSON document. Within a schema version, fields are
/// only added.</summary>
/// <param name="Dial">The dial's name.</param>
/// <param name="Unit">The dial's unit in the plural.</param>
/// <param name="Measures">The names of the measures that have values, counts first.</param>
public sealed record GrowthReport(
    int SchemaVersion, RunFacts Run, string Slug, string Title, string Dial, string Unit,
    IReadOnlyList<GrowthLane> Lanes, IReadOnlyList<string> Measures, string Verdict)
{
    public const int CurrentSchema = 1;
}

/// <summary>How one lane's costs follow the dial.</summary>
/// <param name="Points">The points in the order of the dial.</param>
/// <param name="Shapes">A shape for each measure's name: "constant", "linear in the page".</param>
public sealed record GrowthLane(
    string Label, IReadOnlyList<GrowthPoint> Points, IReadOnlyDictionary<string, string> Shapes);

/// <summary>What one lane cost at one position of the dial.</summary>
/// <param name="Counts">The counts of one request. Null when the API does not tell them.</param>
/// <param name="WireBytes">The size of the body on the wire.</param>
/// <param name="Ms">The median latency of a single client, or the p95 at that arrival rate when the dial is the
/// load.</param>
/// <param name="Failed">The share of requests that failed, from 0 to 1.</param>
/// <param name="Backlog">Jobs that were deferred and not done when the load ended. Null when the dial is not the
/// load.</param>
public sealed record GrowthPoint(
    long Dial, RequestVitals? Counts, long WireBytes, double Ms, double Failed, long? Backlog);
