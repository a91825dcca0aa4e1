using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Reporting;

/// <summary>A line per phase, for logs and pipes.</summary>
public sealed class PlainView(TextWriter output) : IRaceObserver
{
    private int _lanes = 2;

    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
    {
        _lanes = labels.Count;
        output.WriteLine($"{slug}: {string.Join(" against ", labels)}, about {planned.TotalSeconds:0} s");
    }

    public void OnPhaseStarted(RacePhase phase, double? rate) => output.WriteLine($"  {PhaseWords.Of(phase, rate, _lanes)}");
    public void OnResult(int lane, RequestResult result) { }
    public void OnBystanderResult(RequestResult result) { }
    public void OnRaceEnded(RaceResult result) { }
}
