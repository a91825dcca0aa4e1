namespace PyConDemo.ApiClient;

/// <summary>What the API's reset removed, and the jobs that wait afterwards.</summary>
public sealed record ResetCounts(long Reports, long Objects, long HangfireJobs, long Jobs);
