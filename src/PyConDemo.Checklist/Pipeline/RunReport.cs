namespace PyConDemo.Checklist.Pipeline;

/// <summary>A test run's results, compared with the baseline.</summary>
internal sealed record RunReport
{
    private RunReport(IReadOnlyList<CollectedRule> rules, Baseline? baseline, HealthCollectorOptions options)
    {
        (Rules, Baseline) = (rules, baseline);
        var accepted = baseline?.Reasons ?? new Dictionary<FindingKey, string?>();
        var all = FindingKey.Sort(rules.SelectMany(r => r.Findings.Values), FindingKey.Of).ToList();
        Timed = all.FindAll(f => !options.FailOnTime && f.Unit == "ms");
        var counted = all.Except(Timed).ToList();
        Known = counted.FindAll(f => accepted.ContainsKey(FindingKey.Of(f)));
        New = counted.FindAll(f => !accepted.ContainsKey(FindingKey.Of(f)));
        var states = rules.ToDictionary(r => (r.Route, r.Rule), r => r.State);
        // Only "healthy" proves that a finding is gone: its route was requested, and the rule could look.
        Gone = [.. FindingKey.Sort(accepted.Keys, k => k).Where(k => StateOf(k) == HealthState.Healthy)];
        // A rule reports the worst statement of a request, so another finding stands for one that is not there.
        NextBaseline = accepted.Where(a => StateOf(a.Key) is not (HealthState.Healthy or HealthState.Unhealthy))
            .Concat(counted.Select(FindingKey.Of).Select(k => KeyValuePair.Create(k, accepted.GetValueOrDefault(k))))
            .ToDictionary();

        HealthState? StateOf(FindingKey key)
            => states.TryGetValue((key.Route, key.Rule), out var state) ? state : null;
    }

    public int Requests { get; private init; }

    /// <summary>The number of requests that had not ended, so that they are not in the results.</summary>
    public int Unfinished { get; private init; }

    /// <summary>One result per route and rule.</summary>
    public IReadOnlyList<CollectedRule> Rules { get; }

    /// <summary>The baseline before the run; null without one.</summary>
    public Baseline? Baseline { get; }

    /// <summary>The findings that make the run fail.</summary>
    public IReadOnlyList<Finding> New { get; private init; }

    /// <summary>The findings that this run adds to the baseline.</summary>
    public IReadOnlyList<Finding> Added { get; private init; } = [];

    /// <summary>The findings that the baseline accepts.</summary>
    public IReadOnlyList<Finding> Known { get; }

    /// <summary>The findings that depend on the machine.</summary>
    public IReadOnlyList<Finding> Timed { get; }

    /// <summary>The baseline's findings that are no longer there.</summary>
    public IReadOnlyList<FindingKey> Gone { get; private init; }

    /// <summary>True if this run writes the baseline.</summary>
    public bool WritesBaseline { get; private init; }

    /// <summary>The findings and reasons that the baseline gets.</summary>
    public IReadOnlyDictionary<FindingKey, string?> NextBaseline { get; }

    public static RunReport Create(
        CollectedRules collected, int unfinished, Baseline? baseline, HealthCollectorOptions options)
    {
        var report = new RunReport(collected.Of(options.Rules), baseline, options)
        {
            Requests = collected.Requests,
            Unfinished = unfinished,
        };
        var isFirst = baseline is { Exists: false } && !options.IsBuildServer;
        // A run without requests proves nothing, so it must not begin an empty baseline.
        return baseline is not null && report.Requests > 0 && (isFirst || options.UpdateBaseline)
            ? report with { WritesBaseline = true, Added = report.New, New = [], Gone = report.Removed() }
            : report;
    }

    private IReadOnlyList<FindingKey> Removed()
        => [.. FindingKey.Sort(Baseline!.Reasons.Keys.Where(k => !NextBaseline.ContainsKey(k)), k => k)];

    /// <summary>True for findings that make the run fail.</summary>
    public bool Fails(Finding finding) => New.Contains(finding);
}
