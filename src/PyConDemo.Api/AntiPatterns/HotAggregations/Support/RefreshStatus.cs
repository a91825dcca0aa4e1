namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>How the background refresh is doing in this process.</summary>
/// <param name="LastSuccess">UTC; null before the first one.</param>
/// <param name="FailuresInARow">0 while all is well.</param>
/// <param name="LastError">Why the last one failed; null when it didn't.</param>
public sealed record RefreshStatus(DateTime? LastSuccess, int FailuresInARow, string? LastError)
{
    public static RefreshStatus None { get; } = new(null, 0, null);
}
