using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Settings;

/// <summary>A rule that doesn't count on a route, and why. Metadata of an endpoint, or part of the options.</summary>
public sealed record Suppression
{
    /// <param name="route">The route's pattern as it was mapped, such as `/orders/{id}`; empty on an endpoint itself.</param>
    /// <param name="rule">One of <see cref="HealthRules"/>.</param>
    /// <param name="reason">Why it may be broken here, for the reader of the page.</param>
    /// <exception cref="ArgumentException">The rule is unknown, or the reason is blank.</exception>
    public Suppression(string route, string rule, string reason)
    {
        if (!HealthRules.All.Contains(rule)) throw new ArgumentException($"'{rule}' is no rule; one of {string.Join(", ", HealthRules.All)} is.", nameof(rule));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        (Route, Rule, Reason) = (route, rule, reason);
    }

    public string Route { get; }
    public string Rule { get; }
    public string Reason { get; }
}
