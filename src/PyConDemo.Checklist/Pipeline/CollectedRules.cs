using System.Collections.Immutable;

namespace PyConDemo.Checklist.Pipeline;

/// <summary>The results of a test run, merged over all requests and hosts. Thread-safe.</summary>
internal sealed class CollectedRules
{
    private readonly ConcurrentDictionary<(string Route, string Rule), CollectedRule> _rules = new();
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public void Add(MeasuredRequest request)
    {
        Interlocked.Increment(ref _requests);
        var route = $"{request.Method} {request.Route}";
        foreach (var result in request.Results)
        {
            _rules.AddOrUpdate(
                (route, result.Rule),
                static (key, result) => new CollectedRule(key.Route, key.Rule).Add(result),
                static (_, known, result) => known.Add(result),
                result);
        }
    }

    /// <summary>Sorted by route, with the rules in the checklist's order.</summary>
    public IReadOnlyList<CollectedRule> Of(IReadOnlyCollection<string> rules) =>
    [
        .. FindingKey.Sort(
            _rules.Values.Where(r => rules.Contains(r.Rule)), r => new(r.Route, r.Rule, "", Statement: null)),
    ];
}

/// <summary>What the requests of a test run showed about one rule on one route. Immutable.</summary>
internal sealed record CollectedRule(string Route, string Rule)
{
    /// <summary>The one that outweighs the others.</summary>
    public HealthState State { get; private init; }

    public string? Note { get; private init; }

    /// <summary>The worst of each kind.</summary>
    public ImmutableDictionary<FindingKey, Finding> Findings { get; private init; } =
        ImmutableDictionary<FindingKey, Finding>.Empty;

    public CollectedRule Add(RuleResult result)
    {
        if (result.State < State) return this;
        var merged = result.State == State && result.Note == Note
            ? this
            : this with { State = result.State, Note = result.Note };
        return result is { State: HealthState.Unhealthy, Finding: { } finding } ? merged.Add(finding) : merged;
    }

    private CollectedRule Add(Finding finding)
    {
        var key = FindingKey.Of(finding);
        return Findings.TryGetValue(key, out var known) && known.Amount >= finding.Amount
            ? this
            : this with { Findings = Findings.SetItem(key, finding) };
    }
}
