using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Reporting;

/// <summary>The rules of one route, and the reasons for those that are silenced.</summary>
internal sealed record RouteRules(RuleSet Rules, IReadOnlyDictionary<string, string> Suppressed)
{
    public static RouteRules Create(ServerHealthChecklistOptions options, string route, Endpoint? endpoint)
    {
        var rules = options.RouteRules.TryGetValue(route, out var change) ? change(options.Rules) : options.Rules;
        var silenced = options.Suppressions.Where(s => s.Route == route).ToDictionary(s => s.Rule, s => s.Reason);
        foreach (var metadata in endpoint?.Metadata.GetOrderedMetadata<Suppression>() ?? []) silenced[metadata.Rule] = metadata.Reason;
        return new(rules, silenced);
    }
}
