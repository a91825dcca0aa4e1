namespace PyConDemo.Stage.Racing;

/// <summary>Follows a race live. Results come from many threads at once, and no implementation may block.</summary>
public interface IRaceObserver
{
    /// <param name="planned">About how long the race takes.</param>
    void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned) { }

    /// <param name="rate">Requests per second to each lane; null when the server sets the pace.</param>
    void OnPhaseStarted(RacePhase phase, double? rate) { }

    /// <param name="lane">From 0, in the labels' order.</param>
    void OnResult(int lane, RequestResult result) { }

    /// <summary>Load on a lane begins or has ended. A lane without results in between does not answer.</summary>
    void OnLaneLoad(int lane, bool loading) { }

    void OnBystanderResult(RequestResult result) { }

    void OnRaceEnded(RaceResult result) { }
}

/// <summary>The steps of one race, in order.</summary>
public enum RacePhase
{
    Answers,
    WarmUp,
    Capacity,

    /// <summary>Load at a rate that all lanes sustain. Saved races use its JSON name.</summary>
    [JsonStringEnumMemberName("bothHold")]
    Sustained,

    /// <summary>Load at a rate that only the faster lane sustains. Saved races use its JSON name.</summary>
    [JsonStringEnumMemberName("onlyOneHolds")]
    Overload,

    Extras,
}
