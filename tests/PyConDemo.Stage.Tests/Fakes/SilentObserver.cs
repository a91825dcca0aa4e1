using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Fakes;

/// <summary>An observer that ignores everything.</summary>
public sealed class SilentObserver : IRaceObserver
{
    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned) { }
    public void OnPhaseStarted(RacePhase phase, double? rate) { }
    public void OnResult(int lane, RequestResult result) { }
    public void OnBystanderResult(RequestResult result) { }
    public void OnRaceEnded(RaceResult result) { }
}
