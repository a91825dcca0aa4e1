using Spectre.Console.Rendering;

namespace PyConDemo.Stage.Reporting;

/// <summary>Shows all lanes' percentiles and the time left while a race runs. It redraws itself until it is disposed
/// of.</summary>
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
        => _race = new LiveRace(title, labels, planned);

    public void OnPhaseStarted(RacePhase phase, double? rate) => _race?.StartPhase(phase, rate);
    public void OnResult(int lane, RequestResult result) => _race?.Lanes[lane].Add(result);
    public void OnBystanderResult(RequestResult result) => _race?.Bystander.Add(result);
    public void OnRaceEnded(RaceResult result) => _race = null;

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
        foreach (var (label, lane) in race.Labels.Zip(race.Lanes).Append(("bystander", race.Bystander)))
        {
            var now = lane.Percentiles();
            string[] cells =
                [label, $"{lane.Count}", $"{lane.Failed}", Format.Ms(now.P50), Format.Ms(now.P95), Format.Ms(now.Max)];
            table.AddRow(cells.Select(cell => (IRenderable)new Text(cell)));
        }

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
}
