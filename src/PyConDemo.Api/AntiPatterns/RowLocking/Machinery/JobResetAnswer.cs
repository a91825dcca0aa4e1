namespace PyConDemo.Api.AntiPatterns.RowLocking.Machinery;

/// <summary>The queue after a reset.</summary>
public sealed record JobResetAnswer(long Pending);
