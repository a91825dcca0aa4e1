namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Section <c>Reports</c>: the queue of the good lane.</summary>
public sealed record ReportsSettings
{
    /// <summary>The most reports that are queued or running. Beyond them the answer is 503.</summary>
    [Range(1, 100_000, ErrorMessage = "MaxQueued must be 1 to 100,000 reports.")]
    public int MaxQueued { get; init; } = 200;

    /// <summary>The reports that are rendered at once. One can use the CPU while the other waits.</summary>
    [Range(1, 64, ErrorMessage = "Workers must be 1 to 64.")]
    public int Workers { get; init; } = 2;

    /// <summary>Attempts after a first one that failed. After the last one, the report has failed.</summary>
    [Range(1, 10, ErrorMessage = "Retries must be 1 to 10.")]
    public int Retries { get; init; } = 3;

    /// <summary>Seconds before the first retry. Each further wait is four times as long, up to
    /// <see cref="TakeOverSeconds"/>.</summary>
    [Range(0, 60, ErrorMessage = "RetrySeconds must be 0 to 60.")]
    public int RetrySeconds { get; init; } = 2;

    /// <summary>If a worker process sends no heartbeat for this many seconds, another process takes over its jobs.
    /// Heartbeats are sent five times per interval.</summary>
    [Range(5, 3_600, ErrorMessage = "TakeOverSeconds must be 5 to 3,600.")]
    public int TakeOverSeconds { get; init; } = 30;
}
