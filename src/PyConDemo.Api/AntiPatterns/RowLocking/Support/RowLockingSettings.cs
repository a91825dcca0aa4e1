namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>Section <c>RowLocking</c>.</summary>
public sealed record RowLockingSettings
{
    /// <summary>How long a claim of the leased lane holds, 100 ms to 1 day. If it ends before the work on the largest
    /// batch (about 0.1 s), jobs are done twice. But the jobs of a dead worker wait as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time between two searches for the claims of dead workers, 50 ms to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan RescueInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts after which a job is <c>failed</c>, 1 to 100. An expired lease counts as one.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Rounds of SHA-256 in a job's work. 250 are about 0.2 ms of CPU, so the work of 50 jobs is far below the
    /// 50 ms at which the claim would be a long request too.</summary>
    [Range(1, 1_000_000)]
    public int Rounds { get; init; } = 250;
}
