using Spectre.Console.Rendering;

namespace PyConDemo.Stage.Reporting;

/// <summary>Shows all lanes' percentiles and the time left until it is disposed of.</summary>
public sealed class LiveView : IRaceObserver, IAsyncDisposable
{
    private const int BarWidth = 40;
    private static readonly string[] Heads = ["requests", "failed", "p50", "p95", "max"];
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250); // slow enough for a remote terminal
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _drawing;
    private volatile LiveRace? _race;

    public LiveView(IAnsiConsole console)
        => _drawing = console.Live(new Text("")).AutoClear(true).StartAsync(DrawAsync);

    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
        => _race = new(title, "", planned, Stopwatch.GetTimestamp(), NewLanes(labels));

    public void OnPhaseStarted(RacePhase phase, double? rate)
    {
        if (_race is not { } race) return;
        string[] labels = [.. race.Lanes.SkipLast(1).Select(l => l.Label)];
        _race = race with { Phase = PhaseWords.Of(phase, rate, labels.Length), Lanes = NewLanes(labels) };
    }

    public void OnResult(int lane, RequestResult result) => _race?.Lanes[lane].Add(result);
    public void OnBystanderResult(RequestResult result) => _race?.Lanes[^1].Add(result);
    public void OnRaceEnded(RaceResult result) => _race = null;

    private static LiveLane[] NewLanes(IEnumerable<string> labels)
        => [.. labels.Append("bystander").Select(label => new LiveLane(label))];

    private async Task DrawAsync(LiveDisplayContext context)
    {
        while (!_stop.IsCancellationRequested)
        {
            context.UpdateTarget(_race is { } running ? Picture(running) : new Text(""));
            await Task.Delay(Redraw, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.UpdateTarget(new Text(""));
    }

    private static Rows Picture(LiveRace race)
    {
        var title = Markup.Escape($"{race.Title}: {race.Phase}");
        var table = new Table().Border(TableBorder.Rounded).Title(title).AddColumn("");
        foreach (var head in Heads) table.AddColumn(new TableColumn(head).RightAligned());
        foreach (var lane in race.Lanes) table.AddRow(lane.Cells().Select(cell => (IRenderable)new Text(cell)));
        var elapsed = Stopwatch.GetElapsedTime(race.Started);
        var left = race.Planned - elapsed;
        var done = (int)(Math.Min(0.99, elapsed / race.Planned) * BarWidth);
        var bar = new string('━', done).PadRight(BarWidth, '─');
        var time = left > TimeSpan.Zero ? $"about {left.TotalSeconds:0} s left" : "a little longer";
        return new Rows(table, new Text($"{bar} {time}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }

    /// <summary>What is shown of a running race. Each phase starts with new lanes.</summary>
    /// <param name="Lanes">The bystander is the last one.</param>
    private sealed record LiveRace(string Title, string Phase, TimeSpan Planned, long Started, LiveLane[] Lanes);

    /// <summary>One line of the view. Thread-safe.</summary>
    private sealed class LiveLane(string label)
    {
        // It shows how long a failure took, and doesn't count it as the time-out.
        private readonly RequestMetrics _metrics = new(timeout: TimeSpan.Zero);

        public string Label => label;

        public void Add(RequestResult result) => _metrics.Add(result, loadEnds: long.MaxValue);

        public IEnumerable<string> Cells()
        {
            var (p50, p95, _, max) = _metrics.Latencies.Percentiles();
            var failed = FailureCounts.Of(_metrics).InWords() ?? "0";
            return [label, $"{_metrics.Total}", failed, Format.Ms(p50), Format.Ms(p95), Format.Ms(max)];
        }
    }
}
