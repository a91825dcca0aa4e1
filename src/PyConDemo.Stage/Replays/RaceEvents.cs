namespace PyConDemo.Stage.Replays;

/// <summary>The types of a race's messages to the page, live and in a replay. The names in JSON stay.</summary>
public static class RaceEvents
{
    /// <summary>The data of each type. A replay's other messages are left out.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = new Dictionary<string, Type>
    {
        ["started"] = typeof(RaceStarted),
        ["lanes"] = typeof(RaceLanes),
        ["phase"] = typeof(RacePhaseStarted),
        ["points"] = typeof(RacePoints),
        ["quantile"] = typeof(RaceQuantile),
        ["compared"] = typeof(RaceCompared),
        ["ended"] = typeof(RaceEnded),
        ["why"] = typeof(EvidenceAnswer),
    };
}

public sealed record RaceStarted(string Id, string Slug, string Title, bool Thorough, double TimeoutMs);

/// <param name="PlannedMs">The race's planned length. Null in a replay of an earlier version.</param>
public sealed record RaceLanes(string Slug, string Title, IReadOnlyList<string> Labels, double? PlannedMs);

/// <param name="At">Milliseconds since the race's start, in all messages.</param>
/// <param name="Rate">Requests per second. Null in a phase without a fixed rate.</param>
/// <param name="LeftMs">About how long the rest of the race takes. Null in a replay of an earlier version.</param>
public sealed record RacePhaseStarted(
    double At, RacePhase Phase, string Words, double? Rate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LeftMs = null);

/// <summary>The quantile at which latencies are compared: 0.5 or 0.95. Earlier versions don't say it in
/// advance.</summary>
public sealed record RaceQuantile(double Quantile);

/// <summary>The latencies are compared, and the overload comes next.</summary>
/// <param name="Result">What is known so far.</param>
public sealed record RaceCompared(double At, RaceResult Result);

/// <param name="Now">One element for each lane.</param>
/// <param name="Turn">Null before a phase's first load, and in a replay of an earlier version.</param>
public sealed record RacePoints(
    double At, IReadOnlyList<ChartPoint> Points, IReadOnlyList<LaneSnapshot> Now,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RaceTurn? Turn = null);

/// <summary>The lane that is under load, or that was under load last.</summary>
/// <param name="Loaded">False while the server works off what the lane's load left behind.</param>
/// <param name="ForMs">Milliseconds since the load began or ended.</param>
public sealed record RaceTurn(int Lane, bool Loaded, double ForMs);

/// <summary>A point of the live chart: the requests that ended in one bin. A later point replaces it.</summary>
/// <param name="Series">0 and 1 are the pair's lanes, 2 is the bystander, 3 is a third lane.</param>
/// <param name="At">The bin's middle in milliseconds since the race's start, measured where the requests ended.</param>
/// <param name="P50">In milliseconds, as are P95 and Max.</param>
public sealed record ChartPoint(int Series, double At, long Count, long Failed, double P50, double P95, double Max);

/// <summary>One lane's numbers in the current phase.</summary>
/// <param name="Failures">How the failed requests failed, in words. Null if none failed.</param>
/// <param name="P95">In milliseconds, as is P50.</param>
/// <param name="Rps">Answered requests per second under load.</param>
/// <param name="SilentMs">Milliseconds under load since the last answer.</param>
/// <param name="P50">Null without a request, and in a replay of an earlier version.</param>
public sealed record LaneSnapshot(
    long Count, long Failed, string? Failures, double? P95, double? Rps, double SilentMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P50 = null);

/// <param name="Server">One element for each lane. Null in a replay of an earlier version.</param>
public sealed record RaceEnded(RaceResult Result, RunFacts Facts, bool Thorough, IReadOnlyList<VitalsPeak>? Server);

/// <summary>The largest values that were read while one lane was overloaded.</summary>
/// <param name="Readings">Zero: nothing was read for this lane.</param>
/// <param name="LockWaits">PostgreSQL sessions that wait for a lock at the same time.</param>
/// <param name="Backlog">Jobs that are accepted but not done.</param>
public sealed record VitalsPeak(int Readings = 0, long ThreadPoolQueue = 0, long ThreadPoolThreads = 0,
    long Connections = 0, long LockWaits = 0, long Backlog = 0, long MemoryBytes = 0)
{
    public VitalsPeak With(Vitals now) => new(
        Readings + 1, Math.Max(ThreadPoolQueue, now.ThreadPoolQueue),
        Math.Max(ThreadPoolThreads, now.ThreadPoolThreads), Math.Max(Connections, now.OpenConnections ?? 0),
        Math.Max(LockWaits, now.LockWaits ?? 0), Math.Max(Backlog, now.Waiting),
        Math.Max(MemoryBytes, now.MemoryBytes));
}
