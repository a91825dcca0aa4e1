using System.Diagnostics;
using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Turns a race into messages: points are stamped when the requests ended, whenever the page hears of them.</summary>
internal sealed class RaceEventPublisher(Action<string, object> tell) : IRaceObserver
{
    private const int Bystander = 2; // as in every saved race; a third lane comes after it
    private readonly long _start = Stopwatch.GetTimestamp();
    private ChartSeries[]? _series;
    private volatile LaneMetrics[] _now = [];

    public VitalsSampler? Server { get; init; }
    public double Elapsed => Math.Round(Stopwatch.GetElapsedTime(_start).TotalMilliseconds, 1);
    private ChartSeries[] Series => LazyInitializer.EnsureInitialized(ref _series, () => [new(0, _start), new(1, _start), new(Bystander, _start), new(SeriesOf(2), _start)]);

    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
    {
        _now = Fresh(labels.Count);
        tell("lanes", new { slug, title, labels, plannedMs = planned.TotalMilliseconds });
    }

    public void OnPhaseStarted(RacePhase phase, double? rate)
    {
        Flush(); // the old phase's numbers, before they start anew
        _now = Fresh(_now.Length);
        Server?.SetPhase(phase);
        tell("phase", new { at = Elapsed, phase, words = PhaseWords.Of(phase, rate, _now.Length), rate });
    }

    public void OnLaneLoad(int lane, bool loading)
    {
        _now[lane].SetLoading(loading);
        Server?.SetLoadedLane(loading ? lane : null);
    }

    public void OnResult(int lane, RequestResult shot)
    {
        Series[SeriesOf(lane)].Add(shot);
        _now[lane].Add(shot);
    }

    public void OnBystanderResult(RequestResult shot) => Series[Bystander].Add(shot);

    public void OnRaceEnded(RaceResult result) => Flush();

    private static int SeriesOf(int lane) => lane < Bystander ? lane : lane + 1;

    private static LaneMetrics[] Fresh(int lanes) => [.. Enumerable.Range(0, lanes).Select(_ => new LaneMetrics())];

    /// <summary>One message with all that is new. Called from a timer and at the phases' ends.</summary>
    public void Flush() => tell("points", new
    {
        at = Elapsed,
        points = Series.SelectMany(s => s.TakeChanged()).ToArray(),
        now = _now.Select(n => n.Read()).ToArray(),
    });
}
