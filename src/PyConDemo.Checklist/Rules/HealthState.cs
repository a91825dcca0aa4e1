using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Rules;

/// <summary>What a rule says. Ordered: a later one outweighs an earlier one when several requests are looked at.</summary>
public enum HealthState
{
    /// <summary>Not enough was seen to say anything: never shown as green.</summary>
    NotSeen,

    /// <summary>The rule was kept.</summary>
    Healthy,

    /// <summary>Somebody gave a reason not to look.</summary>
    [JsonStringEnumMemberName("silenced")] // its name in the JSON since version 1
    Suppressed,

    /// <summary>The rule was broken.</summary>
    Unhealthy,
}
