using Spectre.Console.Rendering;

namespace PyConDemo.Stage.Reporting;

/// <summary>Shows all lanes' percentiles, whose turn it is, and the time left, until it is disposed of.</summary>
public sealed class LiveView : IRaceObserver, IAsyncDisposable
{
    private const int LongestBar = 40;
    private const int Narrow = 72; // columns; below it, a table of full width would break words
    private static readonly string[] Heads = ["sent", "failed", "p50", "p95", "max"];
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250); // slow enough for a remote terminal
    private readonly CancellationTokenSource _stop = new();
    private readonly int _width;
    private readonly Task _drawing;
    private volatile LiveRace? _race;

    public LiveView(IAnsiConsole console)
    {
        _width = console.Profile.Width;
        _drawing = console.Live(new Text("")).AutoClear(true).StartAsync(DrawAsync);
    }

    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
        => _race = new(title, "", planned, Stopwatch.GetTimestamp(), Turn: null, NewLanes(labels), Verdict: "");

    public void OnPhaseStarted(RacePhase phase, double? rate, TimeSpan left)
    {
        if (_race is not { } race) return;
        string[] labels = [.. race.Lanes.SkipLast(1).Select(l => l.Label)];
        _race = race with
        {
            Phase = PhaseWords.Of(phase, rate, labels.Length),
            Planned = Stopwatch.GetElapsedTime(race.Started) + left,
            Lanes = NewLanes(labels),
        };
    }

    public void OnLaneLoad(int lane, bool loading)
    {
        if (_race is { } race) _race = race with { Turn = loading ? race.Lanes[lane].Label : null };
    }

    public void OnResult(int lane, RequestResult result) => _race?.Lanes[lane].Add(result);
    public void OnBystanderResult(RequestResult result) => _race?.Lanes[^1].Add(result);

    public void OnLatenciesCompared(RaceResult result)
    {
        if (_race is { } race) _race = race with { Verdict = result.Verdict };
    }

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

    private Rows Picture(LiveRace race)
    {
        var title = Markup.Escape($"{race.Title}: {race.Phase}");
        var table = new Table().Border(TableBorder.Rounded).Title(title).AddColumn(Column("").LeftAligned().NoWrap());
        foreach (var head in Heads)
        {
            var column = Column(head).RightAligned();
            table.AddColumn(head == "failed" ? column : column.NoWrap()); // this one has words
        }

        foreach (var lane in race.Lanes) table.AddRow(lane.Cells().Select(cell => (IRenderable)new Text(cell)));
        var elapsed = Stopwatch.GetElapsedTime(race.Started);
        var left = race.Planned - elapsed;
        var time = left > TimeSpan.Zero ? $"about {left.TotalSeconds:0} s left" : "a little longer";
        var bar = Math.Min(LongestBar, _width - time.Length - 1);
        var done = (int)(Math.Min(0.99, elapsed / race.Planned) * bar);
        var turn = race.Turn is null ? "" : $"{race.Turn}'s turn";
        var progress = new Text($"{new string('━', done).PadRight(bar, '─')} {time}");
        return new Rows(table, progress, new Text(turn), new Text(race.Verdict));

        TableColumn Column(string head) => new TableColumn(head).Padding(_width < Narrow ? 0 : 1, 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }

    /// <summary>What is shown of a running race. Each phase starts with new lanes.</summary>
    /// <param name="Lanes">The bystander is the last one.</param>
    /// <param name="Planned">The whole race, as its current phase estimates it.</param>
    /// <param name="Turn">The lane under load. Null between two loads.</param>
    /// <param name="Verdict">Empty until the latencies are compared.</param>
    private sealed record LiveRace(
        string Title, string Phase, TimeSpan Planned, long Started, string? Turn, LiveLane[] Lanes, string Verdict);

    /// <summary>One line of the view. Thread-safe.</summary>
    private sealed class LiveLane(string label)
    {
        // It shows how long a failure took, and doesn't count it as the time-out.
        private readonly RequestMetrics _metrics = new(timeout: TimeSpan.Zero);

        public string Label => label;

        public void Add(RequestResult result) => _metrics.Add(result, loadEnds: long.MaxValue);

        public IEnumerable<string> Cells()
        {
            if (_metrics.Total == 0) return [label, .. Heads.Select(_ => Format.None)]; // not asked yet
            var (p50, p95, _, max) = _metrics.Latencies.Percentiles();
            var failed = FailureCounts.Of(_metrics).InWords() ?? "0";
            return [label, Format.Count(_metrics.Total), failed, Format.Ms(p50), Format.Ms(p95), Format.Ms(max)];
        }
    }
}
