using System.ComponentModel.DataAnnotations;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>Section <c>Reports</c>: the queue of the good lane.</summary>
public sealed record ReportsSettings
{
    /// <summary>Reports, queued and running, beyond which the answer is 503. At about 5 a second, 200 are a wait of 40 s.</summary>
    [Range(1, 100_000, ErrorMessage = "MaxQueued must be 1 to 100,000 reports.")]
    public int MaxQueued { get; init; } = 200;

    /// <summary>Rendered at once. One waits for a core while the other waits for the database or the disk.</summary>
    [Range(1, 64, ErrorMessage = "Workers must be 1 to 64.")]
    public int Workers { get; init; } = 2;

    /// <summary>Attempts after a first one that failed: after the last, the report has failed.</summary>
    [Range(1, 10, ErrorMessage = "Retries must be 1 to 10.")]
    public int Retries { get; init; } = 3;

    /// <summary>Seconds before the first retry; each further one waits four times as long. Waits are looked at every 5 s.</summary>
    [Range(0, 60, ErrorMessage = "RetrySeconds must be 0 to 60.")]
    public int RetrySeconds { get; init; } = 2;

    /// <summary>Seconds after which a job whose process gave no sign of life, as after a kill, is taken up by another. It gives one five times as often.</summary>
    [Range(5, 3_600, ErrorMessage = "TakeOverSeconds must be 5 to 3,600.")]
    public int TakeOverSeconds { get; init; } = 30;
}
