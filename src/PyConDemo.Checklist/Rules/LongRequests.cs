namespace PyConDemo.Checklist.Rules;

/// <summary>Offload long work: a request should not compute, render or call others for long.</summary>
/// <remarks>It measures the time outside SQL until the first body byte. A slow client doesn't count.</remarks>
public sealed record LongRequests() : HealthRule(HealthRules.LongRequests)
{
    /// <summary>A route is a finding if the median of its times is this or more. Default 50 ms.</summary>
    /// <remarks>An answer feels instant within 100 ms (the RAIL model, https://web.dev/articles/rail). Half of that is
    /// for the network and the browser.</remarks>
    public TimeSpan Threshold { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The number of the route's latest requests that the median is taken of. 1 to 5, default 5.</summary>
    /// <remarks>One slow request in five can be a garbage collection. Three are enough for a result: whatever the other
    /// two turn out to be, the median of the five lies on the same side.</remarks>
    public int Requests { get; init; } = 5;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("The rule applies to requests only.");
        var times = request.History.AppTimes;
        if (IsLong(times) is not { } isLong) return NotSeen(Missing(times));
        if (!isLong) return Healthy();

        var median = times.Median().TotalMilliseconds;
        var hosts = string.Join(", ", evidence.Vitals.Outbound.Select(o =>
            FormattableString.Invariant($"{o.Host} ({o.Calls}×, {o.Time.TotalMilliseconds:0} ms)")));
        var calls = hosts.Length > 0 ? $" HTTP calls: {hosts}." : "";
        return Broken(
            median, "ms",
            $"Requests spent {median:0} ms outside SQL before the first byte (median of {times.Count}).{calls}",
            why: "Each such request keeps its client waiting, and usually holds a thread or a connection. Under load, "
                + "other requests wait for these and time out.",
            fix: """Queue the work and answer at once: `return TypedResults.Accepted($"/jobs/{id}");` """
                + "with a bounded queue and a background worker.");
    }

    /// <summary>True if the median is at or over the threshold; null if later requests decide it.</summary>
    internal bool? IsLong(AppTimes times)
    {
        var of = Math.Max(times.Count, Needed);
        var below = times.CountBelow(Threshold);
        if (below > of / 2) return false;
        return times.Count - below >= of - of / 2 ? true : null;
    }

    private int Needed => Math.Clamp(Requests, 1, AppTimes.Capacity);

    private string Missing(AppTimes times) => string.Create(CultureInfo.InvariantCulture,
        $"Seen: {times.Count} of {Needed} requests, {times.Count - times.CountBelow(Threshold)} of them over "
            + $"{Threshold.TotalMilliseconds:0} ms. Send more requests. Slow first ones don't count.");
}
