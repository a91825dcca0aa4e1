using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Reporting;

/// <summary>The rules of one route, and the reason for each suppressed rule.</summary>
internal sealed record RouteRules(RuleSet Rules, IReadOnlyDictionary<string, string> Suppressed)
{
    public static RouteRules Create(
        ServerHealthChecklistOptions options, string method, RouteName route, Endpoint? endpoint)
    {
        var rules = options.RouteRules
            .Where(change => change.Route.Matches(method, route))
            .Aggregate(options.Rules, (rules, change) => change.Change(rules));
        var suppressed = new Dictionary<string, string>();
        foreach (var suppression in options.Suppressions.Where(s => s.Reference.Matches(method, route)))
            suppressed[suppression.Rule] = suppression.Reason;
        foreach (var attribute in endpoint?.Metadata.GetOrderedMetadata<SuppressHealthRuleAttribute>() ?? [])
            suppressed[attribute.Rule] = attribute.Reason;
        return new(rules, suppressed);
    }

    /// <summary>The rules of a measurement, whose name can be a route's.</summary>
    public static RouteRules Create(ServerHealthChecklistOptions options, string measurement)
    {
        var reference = RouteReference.Parse(measurement);
        var name = new RouteName(measurement, new HashSet<string> { reference.Key });
        return Create(options, reference.Method ?? "", name, endpoint: null);
    }

    /// <summary>Runs the six rules. Findings get the name of the route or of the measurement.</summary>
    public IReadOnlyList<RuleResult> Check(Evidence evidence, string name)
        => [.. Rules.All.Select(rule => Complete(WithoutFailure(rule.Check(evidence), evidence.Request), name))];

    // A request that was refused or that failed did not do its work, so it proves no health. Its body was seen.
    private static RuleResult WithoutFailure(RuleResult result, RequestFacts? request)
    {
        var isProof = result is not { State: HealthState.Healthy, Rule: not HealthRules.FatPayloads };
        return isProof || request is not { FailedWith: > 0 and var status }
            ? result
            : new(result.Rule, HealthState.NotSeen, Note: $"The request failed with {status}: it did not do its work.");
    }

    private RuleResult Complete(RuleResult result, string name)
    {
        if (result.Finding is { } finding) result = result with { Finding = finding with { Route = name } };
        return Suppressed.TryGetValue(result.Rule, out var reason)
            ? result with { State = HealthState.Suppressed, Note = reason }
            : result;
    }
}
