using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Fakes;

/// <summary>For races that nobody watches.</summary>
public sealed class SilentObserver : IRaceObserver
{
    public void RaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned) { }
    public void PhaseStarted(RacePhase phase, double? rate) { }
    public void Fired(int lane, Shot shot) { }
    public void BystanderFired(Shot shot) { }
    public void RaceEnded(RaceResult result) { }
}
