namespace PyConDemo.Api.Diagnostics;

/// <summary>What a reset removed and restored.</summary>
/// <param name="Reports">Rows removed.</param>
/// <param name="Objects">PDFs removed from the object store.</param>
/// <param name="HangfireJobs">Jobs removed, done ones included.</param>
/// <param name="Jobs">Pending ones in the queue now, as after seeding.</param>
public sealed record DemoResetResponse(long Reports, long Objects, long HangfireJobs, long Jobs);
