using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Reporting;

/// <summary>Applies the rules that hold for a route.</summary>
internal static class Checkup
{
    public static IReadOnlyList<RuleResult> Run(Evidence evidence, string route, RouteRules rules)
        => [.. rules.Rules.All.Select(rule => Silence(rules, rule.Check(evidence)) is var result && result.Finding is { } finding
            ? result with { Finding = finding with { Route = route } } : result)];

    private static RuleResult Silence(RouteRules rules, RuleResult result) => rules.Suppressed.TryGetValue(result.Rule, out var reason)
        ? result with { State = HealthState.Suppressed, Note = reason } : result;
}
