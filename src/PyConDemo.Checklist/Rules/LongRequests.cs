using System.Globalization;

namespace PyConDemo.Checklist.Rules;

/// <summary>Offload long work: a request should not compute, render or call others for long before it answers.</summary>
/// <remarks>Time outside SQL until the first body byte, so that neither the database nor a slow client counts.</remarks>
public sealed record LongRequests : HealthRule
{
    /// <summary>The time outside SQL from which the median is a finding. Default 50 ms.</summary>
    /// <remarks>
    /// Half of the 100 ms within which an answer feels instant, the rest being for the network and the browser: the RAIL model,
    /// https://web.dev/articles/rail.
    /// </remarks>
    public TimeSpan Threshold { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Of how many of a route's requests it is the median. Default 5; at most 5 are remembered.</summary>
    /// <remarks>
    /// One slow request in five is a garbage collection or a neighbour; three are a habit. So three alike are enough: whatever
    /// the other two turn out to be, the median of the five lies on the same side.
    /// </remarks>
    public int Requests { get; init; } = 5;

    public override string Slug => HealthRules.LongRequests;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("Only requests can be long.");
        if (IsLong(request.AppTimes) is not { } isLong) return NotSeen(Missing(request.AppTimes));
        if (!isLong) return Healthy();

        var median = request.AppTimes.Median();
        var calls = string.Join(", ", evidence.Vitals.Outbound.Select(o =>
            string.Create(CultureInfo.InvariantCulture, $"{o.Host} ({o.Calls}, {o.Time.TotalMilliseconds:0} ms)")));
        return Broken(new()
        {
            Rule = Slug,
            What = string.Create(CultureInfo.InvariantCulture,
                $"{median.TotalMilliseconds:0} ms outside SQL before the first byte (median of {request.AppTimes.Count} requests)")
                + (calls.Length > 0 ? $", outbound HTTP to {calls}" : "") + ".",
            Amount = median.TotalMilliseconds,
            Unit = "ms",
            Why = "Each such request holds its client, and mostly a thread or a connection, so under load the others wait and time out.",
            Fix = """Queue the work and answer at once: `return TypedResults.Accepted($"/jobs/{id}");` with a bounded queue and a background worker.""",
        });
    }

    /// <summary>On which side of the threshold the median lies, or will lie whatever comes; null while that is open.</summary>
    internal bool? IsLong(AppTimes times)
    {
        var of = Math.Max(times.Count, Needed);
        var below = times.Below(Threshold);
        if (below > of / 2) return false;
        return times.Count - below >= of - of / 2 ? true : null;
    }

    private int Needed => Math.Clamp(Requests, 1, AppTimes.Remembered);

    private string Missing(AppTimes times) => string.Create(CultureInfo.InvariantCulture,
        $"{times.Count} of {Needed} requests seen, {times.Count - times.Below(Threshold)} of them over {Threshold.TotalMilliseconds:0} ms; slow first ones don't count.");
}
