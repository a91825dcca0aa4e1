namespace PyConDemo.Api.AntiPatterns.RowLocking;

/// <summary>What became of one job.</summary>
/// <param name="Status">
/// One of <c>done</c>; <c>pending</c>: it failed and will be tried again; <c>failed</c>: it will not be tried again; <c>lost</c>,
/// from the leased lane only: the lease ended before the work did, so the result is thrown away.
/// </param>
/// <param name="Digest">The work's result, in lower-case hex; null if it failed.</param>
public sealed record JobResult(long Id, string Status, string? Digest);
