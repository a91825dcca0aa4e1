using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Settings;

/// <summary>A rule that does not apply to a route, and the reason.</summary>
public sealed record Suppression
{
    /// <param name="route">The route's name as the page shows it, such as `/orders/{id}` or `/Reports/Fine`. A method
    /// in front (`GET /orders`) limits it to that method. Case, constraints and defaults don't matter.</param>
    /// <param name="rule">One of <see cref="HealthRules"/>.</param>
    /// <param name="reason">Why the route may break the rule; the page shows it.</param>
    /// <exception cref="ArgumentException">The route or reason is blank, or the rule is unknown.</exception>
    public Suppression(string route, string rule, string reason)
    {
        if (string.IsNullOrWhiteSpace(route)) throw new ArgumentException("A suppression needs a route.");
        Check(rule, reason);
        (Route, Rule, Reason, Reference) = (route, rule, reason, RouteReference.Parse(route));
    }

    public string Route { get; }
    public string Rule { get; }
    public string Reason { get; }
    internal RouteReference Reference { get; }

    internal static void Check(string rule, string reason)
    {
        if (!HealthRules.All.Contains(rule))
            throw new ArgumentException($"The rule '{rule}' is none of {string.Join(", ", HealthRules.All)}.");
        if (string.IsNullOrWhiteSpace(reason)) throw new ArgumentException("A suppression needs a reason.");
    }
}
