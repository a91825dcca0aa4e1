namespace PyConDemo.Stage.Racing.Results;

/// <summary>One side of a finished race. Saved races use its JSON names.</summary>
/// <param name="Request">The method and path that were sent.</param>
/// <param name="Counts">The cost of one request with the checklist on. Null when the API does not tell it.</param>
/// <param name="Capacity">The most answers per second: in the closed loop, or at a rate that the lane
/// sustained.</param>
/// <param name="Sustained">At the rate that all lanes should sustain. Null when the race ended before.</param>
/// <param name="Overload">At the rate that only one lane should sustain. Null when there is no such rate.</param>
public sealed record LaneResult(
    string Name, string Label, string Request, RequestVitals? Counts, double Capacity,
    [property: JsonPropertyName("bothHold")] LaneLoad? Sustained,
    [property: JsonPropertyName("onlyOneHolds")] LaneLoad? Overload,
    LaneCost Cost);

/// <summary>How one lane's requests ended at a fixed arrival rate. No request is left out.</summary>
/// <param name="AnsweredInTime">Requests answered while the load still ran. The others were answered later.</param>
/// <param name="Latency">Milliseconds; a failure counts as at least the time-out. Null when the lane does not sustain
/// the rate: then the latency would only measure the run's length.</param>
/// <param name="Bystander">The bystander's latency meanwhile, in milliseconds. Null when it was not measured.</param>
/// <param name="LagP99">The load generator's own lag, in milliseconds.</param>
/// <param name="Holds">Whether the lane sustains the rate: at most 1 % failed, and the queue did not grow.</param>
/// <param name="RefusedBy">The refused requests by their status. Null in races that an earlier version saved.</param>
/// <param name="BystanderFailures">How the bystander's requests failed. Null when none did, and in such races.</param>
public sealed record LaneLoad(
    long Sent, long Answered, long AnsweredInTime, long Refused, long TimedOut, long Broken, long Unsent,
    int LastRefusal, double BytesPerAnswer, Percentiles? Latency, Percentiles? Bystander, long BystanderFailed,
    double LagP99, bool Holds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<int, long>? RefusedBy = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    FailureCounts? BystanderFailures = null)
{
    /// <summary>The share of all requests that failed, from 0 to 1.</summary>
    public double FailureRate => Sent == 0 ? 0 : (Sent - Answered) / (double)Sent;

    /// <summary>The share of all requests that failed, or were not finished when the load ended, from 0 to 1.</summary>
    [JsonIgnore]
    public double LostRate => Sent == 0 ? 0 : (Sent - AnsweredInTime) / (double)Sent;

    [JsonIgnore]
    public FailureCounts Failures => new(
        RefusedBy ?? new Dictionary<int, long> { [LastRefusal] = Refused }, TimedOut, Broken, Unsent);
}

/// <summary>How requests failed.</summary>
/// <param name="Refused">The number of answers by their status, which is 400 or more.</param>
/// <param name="TimedOut">Requests without a whole answer within the time-out.</param>
/// <param name="Broken">Requests whose connection failed.</param>
/// <param name="Unsent">Requests that were due while too many others waited.</param>
public sealed record FailureCounts(IReadOnlyDictionary<int, long> Refused, long TimedOut, long Broken, long Unsent)
{
    public static FailureCounts Of(RequestMetrics metrics) => new(
        metrics.Refusals, metrics[Outcome.TimedOut], metrics[Outcome.Broken], metrics[Outcome.Unsent]);

    /// <summary>"412 × 503, 30 timed out". Null if nothing failed.</summary>
    public string? InWords()
    {
        var refused = Refused.OrderBy(r => r.Key).Select(r => (r.Value, $"× {r.Key}"));
        (long, string)[] others = [(TimedOut, "timed out"), (Broken, "broken off"), (Unsent, "not sent")];
        var words = refused.Concat(others).Where(part => part.Item1 > 0)
            .Select(part => $"{Format.Count(part.Item1)} {part.Item2}");
        return string.Join(", ", words) is { Length: > 0 } text ? text : null;
    }
}

/// <summary>What one lane's requests cost the server, including deferred work.</summary>
/// <param name="Requests">The number by which the sums are divided.</param>
/// <param name="PostgresCpuMs">CPU milliseconds of PostgreSQL per request; null when they cannot be read.</param>
/// <param name="PerMillion">US dollars for the CPU of a million requests, at the settings' price.</param>
/// <param name="MemoryHighWater">The largest memory of the API that was seen, in bytes.</param>
public sealed record LaneCost(
    long Requests, double ApiCpuMs, double? PostgresCpuMs, double PerMillion, long MemoryHighWater);
