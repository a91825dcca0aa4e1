namespace PyConDemo.Api.AntiPatterns.RowLocking;

/// <summary>The result of one claim.</summary>
/// <param name="Jobs">In the order of their ids. Empty if no job was pending.</param>
public sealed record RowLockingResult(IReadOnlyList<JobResult> Jobs);

/// <summary>The result of one job.</summary>
/// <param name="Status">One of <c>done</c>, <c>pending</c> (it failed and is tried again) and <c>failed</c> (it is not
/// tried again). The leased lane also has <c>lost</c>: the lease ended before the work.</param>
/// <param name="Digest">The result of the work in lower-case hex. Null if it failed.</param>
public sealed record JobResult(long Id, string Status, string? Digest);
