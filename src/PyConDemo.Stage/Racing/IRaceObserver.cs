namespace PyConDemo.Stage.Racing;

/// <summary>Follows a race live. Results come from many threads at once, and no implementation may block.</summary>
public interface IRaceObserver
{
    /// <param name="planned">About how long the race takes.</param>
    void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned) { }

    /// <param name="rate">Requests per second to each lane; null when the server sets the pace.</param>
    /// <param name="left">About how long the rest of the race takes, with this phase.</param>
    void OnPhaseStarted(RacePhase phase, double? rate, TimeSpan left) { }

    /// <summary>Latencies will be compared at this quantile: 0.5 or 0.95.</summary>
    void OnQuantileChosen(double quantile) { }

    /// <summary>The latencies are compared. The overload comes next.</summary>
    /// <param name="result">What is known so far.</param>
    void OnLatenciesCompared(RaceResult result) { }

    /// <param name="lane">From 0, in the labels' order.</param>
    void OnResult(int lane, RequestResult result) { }

    /// <summary>Load on a lane begins or has ended. A lane without results in between does not answer.</summary>
    void OnLaneLoad(int lane, bool loading) { }

    void OnBystanderResult(RequestResult result) { }

    void OnRaceEnded(RaceResult result) { }
}

/// <summary>The steps of one race, in order. Saved races use the JSON names.</summary>
public enum RacePhase
{
    Answers,
    WarmUp,
    Capacity,
    [JsonStringEnumMemberName("bothHold")] Sustained, // a rate that all lanes sustain
    [JsonStringEnumMemberName("onlyOneHolds")] Overload, // a rate that only the faster lane sustains
    Extras,
}
