namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>How long to wait after a refresh that failed.</summary>
public static class RefreshBackOff
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>1 s after the first failure in a row, then twice as long each time, at most a minute.</summary>
    /// <param name="failures">In a row, 1 or more.</param>
    public static TimeSpan After(int failures)
    {
        // 2^6 s is over a minute already; a larger exponent would overflow one day.
        var wait = TimeSpan.FromSeconds(1 << Math.Min(failures - 1, 6));
        return wait < Longest ? wait : Longest;
    }
}
