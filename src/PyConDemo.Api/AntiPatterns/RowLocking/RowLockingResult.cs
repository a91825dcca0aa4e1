namespace PyConDemo.Api.AntiPatterns.RowLocking;

/// <summary>What became of one claim.</summary>
/// <param name="Jobs">In the order of their ids; empty when no job was pending.</param>
public sealed record RowLockingResult(IReadOnlyList<JobResult> Jobs);
