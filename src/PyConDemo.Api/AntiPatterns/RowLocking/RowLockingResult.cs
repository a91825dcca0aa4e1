namespace PyConDemo.Api.AntiPatterns.RowLocking;

/// <summary>What became of one claim.</summary>
/// <param name="Jobs">In the order of their ids; empty when nothing was pending.</param>
/// <param name="DeadlockRetries">How often PostgreSQL broke a deadlock (40P01) at this claim's cost, and it tried again.</param>
public sealed record RowLockingResult(IReadOnlyList<JobReceipt> Jobs, int DeadlockRetries);
