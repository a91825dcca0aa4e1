using System.Text.Json.Serialization;

namespace PyConDemo.Stage.Racing;

/// <summary>The steps of one race, in order.</summary>
public enum RacePhase
{
    Answers,
    WarmUp,
    Capacity,
    /// <summary>At a rate that all lanes sustain. Saved races know it by its JSON name.</summary>
    [JsonStringEnumMemberName("bothHold")]
    Sustained,

    /// <summary>At a rate that only the faster lane sustains.</summary>
    [JsonStringEnumMemberName("onlyOneHolds")]
    Overload,

    Extras,
}
