using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.RowLocking.Support;

/// <summary>A job after the work: a digest, or the reason why there is none.</summary>
public sealed record JobOutcome(Job Job, string? Digest, string? Error);
