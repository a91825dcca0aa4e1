using System.Diagnostics;
using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.Page.Booth;

/// <summary>Turns a race into messages: points are stamped when the requests ended, whenever the page hears of them.</summary>
internal sealed class BoothObserver(Action<string, object> tell) : IRaceObserver
{
    private const int Bystander = 2;
    private readonly long start = Stopwatch.GetTimestamp();
    private ChartSeries[]? series;
    private volatile LaneNow[] now = [new(), new()];

    public ServerWatch? Server { get; init; }
    public double Elapsed => Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);
    private ChartSeries[] Series => LazyInitializer.EnsureInitialized(ref series, () => [new(0, start), new(1, start), new(Bystander, start)]);

    public void RaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
        => tell("lanes", new { slug, title, labels, plannedMs = planned.TotalMilliseconds });

    public void PhaseStarted(RacePhase phase, double? rate)
    {
        Flush(); // the old phase's numbers, before they start anew
        now = [new(), new()];
        Server?.Turn(phase);
        tell("phase", new { at = Elapsed, phase, words = PhaseWords.Of(phase, rate), rate });
    }

    public void LaneLoaded(int lane, bool loading)
    {
        now[lane].Load(loading);
        Server?.Load(loading ? lane : null);
    }

    public void Fired(int lane, Shot shot)
    {
        Series[lane].Add(shot);
        now[lane].Add(shot);
    }

    public void BystanderFired(Shot shot) => Series[Bystander].Add(shot);

    public void RaceEnded(RaceResult result) => Flush();

    /// <summary>One message with all that is new. Called from a timer and at the phases' ends.</summary>
    public void Flush() => tell("points", new
    {
        at = Elapsed,
        points = Series.SelectMany(s => s.News()).ToArray(),
        now = now.Select(n => n.Read()).ToArray(),
    });
}
