namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>The queue after a reset.</summary>
public sealed record JobResetResponse(long Pending);
