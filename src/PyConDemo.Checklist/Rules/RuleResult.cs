using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Rules;

/// <summary>One rule's result for one request or measurement.</summary>
/// <param name="Rule">The rule's slug.</param>
/// <param name="State">The result.</param>
/// <param name="Finding">The evidence if the rule is broken, even if it is suppressed.</param>
/// <param name="Note">Why the rule is suppressed, or what was not seen.</param>
public sealed record RuleResult(string Rule, HealthState State, Finding? Finding = null, string? Note = null);

/// <summary>The possible results. For several requests, a later value outweighs an earlier one.</summary>
public enum HealthState
{
    /// <summary>Too little was seen to decide. It is never shown as green.</summary>
    NotSeen,

    /// <summary>The rule is kept.</summary>
    Healthy,

    /// <summary>The rule does not apply, for a given reason.</summary>
    [JsonStringEnumMemberName("silenced")] // its name in version 1 of the JSON
    Suppressed,

    /// <summary>The rule is broken.</summary>
    Unhealthy,
}
