namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>A refresh that was asked for is done.</summary>
/// <param name="AsOf">UTC: when it began to read.</param>
public sealed record RefreshResponse(DateTime AsOf);
