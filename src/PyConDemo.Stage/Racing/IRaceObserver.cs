using PyConDemo.Load;

namespace PyConDemo.Stage.Racing;

/// <summary>Watches a race live. Shots come from many threads at once; none of the calls may block.</summary>
public interface IRaceObserver
{
    /// <param name="labels">Of the lanes, in order.</param>
    /// <param name="planned">About how long the race takes.</param>
    void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned);

    /// <param name="rate">Requests per second to each lane; null where the server sets the pace.</param>
    void OnPhaseStarted(RacePhase phase, double? rate);

    /// <param name="lane">From 0, in the labels' order.</param>
    void OnResult(int lane, RequestResult result);

    /// <summary>Load on a lane begins, or its last request has ended: a lane that is silent in between gives no answers.</summary>
    void OnLaneLoad(int lane, bool loading) { }

    void OnBystanderResult(RequestResult result);

    void OnRaceEnded(Results.RaceResult result);
}
