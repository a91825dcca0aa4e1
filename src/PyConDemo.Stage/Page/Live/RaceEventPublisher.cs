using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Turns what happens in a race into messages for the page. A point carries the time at which its requests
/// ended, so it is drawn at the right place even if the page receives it late.</summary>
/// <param name="start">The race's start, a timestamp of <see cref="Stopwatch"/>.</param>
internal sealed class RaceEventPublisher(
    Action<string, object> publish, long start, VitalsSampler? vitals = null) : IRaceObserver
{
    /// <summary>Shorter intervals would take CPU time from the machine that also generates the load.</summary>
    private static readonly TimeSpan PublishInterval = TimeSpan.FromMilliseconds(500);

    private const int Bystander = 2; // as in every saved race; a third lane comes after it

    private readonly ChartSeries[] _series = [.. Enumerable.Range(0, 4).Select(i => new ChartSeries(i, start))];

    private volatile LaneMetrics[] _metrics = [];
    private volatile Turn? _turn;

    private double Elapsed => Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1);

    /// <summary>Publishes points at fixed intervals until cancelled.</summary>
    public async Task PublishAtIntervalsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PublishInterval);
        await using var end = cancellationToken.Register(timer.Dispose); // a disposed timer ends the loop
        while (await timer.WaitForNextTickAsync(CancellationToken.None)) PublishPoints();
    }

    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
    {
        _metrics = NewMetrics(labels.Count);
        publish("lanes", new RaceLanes(slug, title, labels, planned.TotalMilliseconds));
    }

    public void OnPhaseStarted(RacePhase phase, double? rate, TimeSpan left)
    {
        PublishPoints(); // the old phase's numbers, before they are reset
        _metrics = NewMetrics(_metrics.Length);
        _turn = null;
        vitals?.SetPhase(phase);
        publish("phase", new RacePhaseStarted(
            Elapsed, phase, PhaseWords.Of(phase, rate, _metrics.Length), rate, left.TotalMilliseconds));
    }

    public void OnQuantileChosen(double quantile) => publish("quantile", new RaceQuantile(quantile));

    public void OnLatenciesCompared(RaceResult result) => publish("compared", new RaceCompared(Elapsed, result));

    public void OnLaneLoad(int lane, bool loading)
    {
        _metrics[lane].SetLoading(loading);
        _turn = new(lane, loading, Stopwatch.GetTimestamp());
        vitals?.SetLoadedLane(loading ? lane : null);
    }

    public void OnResult(int lane, RequestResult result)
    {
        _series[SeriesOf(lane)].Add(result);
        _metrics[lane].Add(result);
    }

    public void OnBystanderResult(RequestResult result) => _series[Bystander].Add(result);

    public void OnRaceEnded(RaceResult result) => PublishPoints();

    /// <summary>Publishes one message with everything that changed.</summary>
    public void PublishPoints() => publish("points", new RacePoints(
        Elapsed, [.. _series.SelectMany(s => s.TakeChanged())], [.. _metrics.Select(m => m.Read())], _turn?.Read()));

    private static int SeriesOf(int lane) => lane < Bystander ? lane : lane + 1;

    private static LaneMetrics[] NewMetrics(int lanes)
        => [.. Enumerable.Range(0, lanes).Select(_ => new LaneMetrics())];

    /// <param name="Since">A timestamp of <see cref="Stopwatch"/>.</param>
    private sealed record Turn(int Lane, bool Loaded, long Since)
    {
        public RaceTurn Read() => new(Lane, Loaded, Math.Round(Stopwatch.GetElapsedTime(Since).TotalMilliseconds));
    }
}
