namespace PyConDemo.Api.AntiPatterns.RowLocking;

/// <summary>What became of one job.</summary>
/// <param name="Status">
/// How it ended. <c>done</c>; <c>pending</c>: it failed and will be tried again; <c>failed</c>: it will not;
/// <c>lost</c>: the lease ran out before the work was done, and what was worked out is thrown away.
/// </param>
/// <param name="Digest">The work's result, in lower-case hex; null if it failed.</param>
public sealed record JobReceipt(long Id, string Status, string? Digest);
