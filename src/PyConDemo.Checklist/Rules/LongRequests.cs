namespace PyConDemo.Checklist.Rules;

/// <summary>Offload long work: a request should not compute, render or call others for long.</summary>
/// <remarks>It measures the program's own time and that of its HTTP calls until the answer's headers are sent. Waiting
/// for PostgreSQL, for a connection to it, or for the client's bytes doesn't count.</remarks>
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
        if (WhyNotSeen(request) is { } reason) return NotSeen(reason);
        var times = request.History.AppTimes;
        if (IsLong(times) is not { } isLong) return NotSeen(Missing(times));
        if (!isLong) return Healthy() with { Note = WaitedFor(request.Times) };

        var latest = request.Times ?? new();
        var details = $"median of {times.Count}; the latest: {latest}";
        var median = times.Median().TotalMilliseconds;
        return Broken(
            median, "ms",
            $"Requests worked or called others for {median:0} ms ({details}).{Calls(evidence.Vitals.Outbound)}",
            why: "Each such request keeps its client waiting, and usually holds a thread or a connection. Under load, "
                + "other requests wait for these and time out.",
            fix: latest.Http > latest.Own ? FixOfCalls : FixOfWork);
    }

    /// <summary>The reason why this request's time cannot be judged; null if it can.</summary>
    internal string? WhyNotSeen(RequestFacts request)
    {
        if (request.Stream is { } stream)
            return $"The request is {stream}: it lasts as long as its client stays, so its time says nothing.";
        if (request.FailedWith is > 0 and var status)
            return $"The request failed with {status}: it did not do its work.";
        if (request.Times is not { } times) return null;
        if (times.App >= Threshold)
        {
            return request.IsEmpty && HttpMethods.IsGet(request.Method) && times.Http < Threshold
                ? $"A GET without content took {Ms(times.App)}: it may be a long poll, which waits on purpose. If so, "
                    + "suppress the rule there. If not, answer with content, or with POST."
                : null;
        }
        if (times.App + times.Rows >= Threshold)
        {
            return $"{Ms(times.Rows)} passed between the reads of a result: PostgreSQL may have been busy, or the code "
                + "that reads the rows. Read fewer rows. Or, if the code works on each row as it comes, load them into "
                + "a list first; then the two are measured apart.";
        }

        return request.LaterAppTime >= Threshold
            ? $"The answer is sent while it is made. It began after {Ms(times.Total)}, and {Ms(request.LaterAppTime)} "
                + "of work came later. Whether a client waits for its end is not known."
            : null;
    }

    /// <summary>True if the median is at or over the threshold; null if later requests decide it.</summary>
    internal bool? IsLong(AppTimes times)
    {
        var of = Math.Max(times.Count, Needed);
        var below = times.CountBelow(Threshold);
        if (below > of / 2) return false;
        return times.Count - below >= of - of / 2 ? true : null;
    }

    private const string FixOfCalls =
        "Make the calls at the same time (`Task.WhenAll`), with a timeout, and cache their answers. Or make them in "
        + """the background and answer at once: `return TypedResults.Accepted($"/jobs/{id}");`.""";

    private const string FixOfWork =
        """Queue the work and answer at once: `return TypedResults.Accepted($"/jobs/{id}");` """
        + "with a bounded queue and a background worker. If the answer needs the work or the wait (password hashing, a "
        + "long poll), suppress the rule there with this reason.";

    private int Needed => Math.Clamp(Requests, 1, AppTimes.Capacity);

    private string Missing(AppTimes times) => string.Create(CultureInfo.InvariantCulture,
        $"Seen: {times.Count} of {Needed} requests, {times.Count - times.CountBelow(Threshold)} of them over "
            + $"{Threshold.TotalMilliseconds:0} ms. Send more requests. Slow first ones don't count.");

    // A slow answer can be healthy for this rule. Then its reader wants to know what it waited for.
    private string? WaitedFor(TimeSpent? times)
    {
        if (times is null || times.Total < Threshold) return null;
        var pool = times.Connection >= Threshold
            ? " Requests waited for a connection: hold each one for a shorter time, or raise `Maximum Pool Size`."
            : "";
        return $"The time until the answer: {times}.{pool}";
    }

    private static string Calls(IReadOnlyList<OutboundCalls> outbound)
    {
        var hosts = string.Join(", ", outbound.Select(o =>
            FormattableString.Invariant($"{o.Host} ({o.Calls}×, {o.Time.TotalMilliseconds:0} ms)")));
        return hosts.Length > 0 ? $" HTTP calls: {hosts}." : "";
    }

    private static string Ms(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0} ms");
}
