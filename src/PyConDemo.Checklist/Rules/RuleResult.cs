namespace PyConDemo.Checklist.Rules;

/// <summary>What one rule says about one request or measurement.</summary>
/// <param name="Rule">The rule's slug.</param>
/// <param name="State">Its verdict.</param>
/// <param name="Finding">The evidence when unhealthy; also kept when silenced.</param>
/// <param name="Note">The reason of a silence, or what was not seen.</param>
public sealed record RuleResult(string Rule, HealthState State, Finding? Finding = null, string? Note = null);
