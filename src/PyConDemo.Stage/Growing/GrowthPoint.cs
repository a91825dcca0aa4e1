using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Growing;

/// <summary>What one lane cost at one position of the dial.</summary>
/// <param name="Counts">Of one request. Null where the API does not tell.</param>
/// <param name="WireBytes">Of the body, as it came over the wire.</param>
/// <param name="Ms">Median latency of a lone client, or the p95 at that arrival rate where the dial is the load.</param>
/// <param name="Failed">Share of requests, 0 to 1.</param>
/// <param name="Backlog">Work put off by the end of the load, in jobs. Null where the dial is not the load.</param>
public sealed record GrowthPoint(long Dial, RequestVitals? Counts, long WireBytes, double Ms, double Failed, long? Backlog);
