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

    /// <summary>How many of a route's requests the median needs. Default 5; at most 5 are remembered.</summary>
    /// <remarks>One slow request in five is a garbage collection or a neighbour; three are a habit.</remarks>
    public int Requests { get; init; } = 5;

    public override string Slug => HealthRules.LongRequests;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("Only requests can be long.");
        var needed = Math.Clamp(Requests, 1, 5);
        if (request.AppTimes.Count < needed) return NotSeen("The median needs more requests; the first ones don't count.");
        var median = request.AppTimes.Order().ElementAt(request.AppTimes.Count / 2);
        if (median < Threshold) return Healthy();

        var calls = string.Join(", ", evidence.Vitals.Outbound.Select(o =>
            string.Create(CultureInfo.InvariantCulture, $"{o.Host} ({o.Calls}, {o.Time.TotalMilliseconds:0} ms)")));
        return Found(new()
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
}
