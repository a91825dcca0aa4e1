using System.ComponentModel.DataAnnotations;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>Section <c>RowLocking</c>.</summary>
public sealed record RowLockingSettings
{
    /// <summary>
    /// How long a claim of the leased lane holds, by the database's clock; 100 ms to 1 day. Longer than the work on the largest
    /// batch (about 0.1 s), also on a starved machine: a lease that is too short does jobs twice. A dead worker's jobs wait as long.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the claims of dead workers are looked for; 50 ms to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan RescueInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts, lost leases included, after which a job is <c>failed</c>; 1 to 100.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// SHA-256 of a job's work; 1 to 1,000,000. 250 are about 0.2 ms of CPU: 50 jobs stay far below the 50 ms that would make the
    /// claim a long request, too.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Rounds { get; init; } = 250;
}
