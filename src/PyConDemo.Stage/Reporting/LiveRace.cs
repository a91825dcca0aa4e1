using System.Diagnostics;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Reporting;

/// <summary>What the live view knows of a running race. The numbers start anew with each phase.</summary>
internal sealed class LiveRace(string title, IReadOnlyList<string> labels, TimeSpan planned)
{
    public string Title => title;
    public IReadOnlyList<string> Labels => labels;
    public TimeSpan Planned => planned;
    public long Started { get; } = Stopwatch.GetTimestamp();
    public string Phase { get; private set; } = "";
    public LiveLane[] Lanes { get; private set; } = Fresh(labels.Count);
    public LiveLane Bystander { get; private set; } = new();

    public void StartPhase(RacePhase phase, double? rate)
    {
        (Lanes, Bystander) = (Fresh(labels.Count), new());
        Phase = PhaseWords.Of(phase, rate, labels.Count);
    }

    private static LiveLane[] Fresh(int lanes) => [.. Enumerable.Range(0, lanes).Select(_ => new LiveLane())];
}
