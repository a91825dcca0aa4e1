namespace PyConDemo.Checklist;

/// <summary>What a rule says. Ordered: a later one outweighs an earlier one when several requests are looked at.</summary>
public enum HealthState
{
    /// <summary>Not enough was seen to say anything: never shown as green.</summary>
    NotSeen,

    /// <summary>The rule was kept.</summary>
    Healthy,

    /// <summary>Somebody gave a reason not to look.</summary>
    Silenced,

    /// <summary>The rule was broken.</summary>
    Unhealthy,
}
