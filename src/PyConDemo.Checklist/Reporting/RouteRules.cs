namespace PyConDemo.Checklist.Reporting;

/// <summary>The rules of one route, and the reason for each suppressed rule.</summary>
internal sealed record RouteRules(RuleSet Rules, IReadOnlyDictionary<string, string> Suppressed)
{
    public static RouteRules Create(ServerHealthChecklistOptions options, string route, Endpoint? endpoint)
    {
        var rules = options.RouteRules.TryGetValue(route, out var change) ? change(options.Rules) : options.Rules;
        var suppressed = options.Suppressions.Where(s => s.Route == route).ToDictionary(s => s.Rule, s => s.Reason);
        foreach (var metadata in endpoint?.Metadata.GetOrderedMetadata<Suppression>() ?? [])
            suppressed[metadata.Rule] = metadata.Reason;
        return new(rules, suppressed);
    }

    /// <summary>Runs the six rules. Findings get the name of the route or of the measurement.</summary>
    public IReadOnlyList<RuleResult> Check(Evidence evidence, string name)
        => [.. Rules.All.Select(rule => Complete(rule.Check(evidence), name))];

    private RuleResult Complete(RuleResult result, string name)
    {
        if (result.Finding is { } finding) result = result with { Finding = finding with { Route = name } };
        return Suppressed.TryGetValue(result.Rule, out var reason)
            ? result with { State = HealthState.Suppressed, Note = reason }
            : result;
    }
}
