using System.Diagnostics;
using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PyConDemo.Stage.Reporting;

/// <summary>All lanes' percentiles as they move, and the time left. Redraws itself until it is disposed of.</summary>
public sealed class LiveView : IRaceObserver, IAsyncDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250); // a terminal over a slow link keeps up
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _drawing;
    private volatile LiveRace? _race;

    public LiveView(IAnsiConsole console) => _drawing = console.Live(new Text("")).AutoClear(true).StartAsync(DrawAsync);

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
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{race.Title}: {race.Phase}")).AddColumn("");
        foreach (var head in (string[])["requests", "failed", "p50", "p95", "max"]) table.AddColumn(new TableColumn(head).RightAligned());
        foreach (var (label, lane) in race.Labels.Zip(race.Lanes).Append(("bystander", race.Bystander)))
        {
            var now = lane.Percentiles();
            table.AddRow(((string[])[label, $"{lane.Count}", $"{lane.Failed}", Format.Ms(now.P50), Format.Ms(now.P95), Format.Ms(now.Max)])
                .Select(c => (IRenderable)new Text(c)).ToArray());
        }

        var elapsed = Stopwatch.GetElapsedTime(race.Started);
        var share = Math.Min(0.99, elapsed / race.Planned);
        var bar = new string('━', (int)(share * 40)).PadRight(40, '─');
        var left = race.Planned - elapsed;
        return new Rows(table, new Text($"{bar} {(left > TimeSpan.Zero ? $"about {left.TotalSeconds:0} s left" : "a little longer")}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }
}
