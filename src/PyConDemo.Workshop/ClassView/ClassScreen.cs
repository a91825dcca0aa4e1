using System.Threading.Channels;
using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop.ClassView;

/// <summary>Shows a room's progress: one line for each exercise, and six marks for each attendee.</summary>
/// <param name="commands">What attendees may enter to join, one for each address of the host.</param>
internal sealed class ClassScreen(IAnsiConsole console, Roster roster, IReadOnlyList<string> commands)
{
    private const int BarWidth = 30; // characters

    // Thirty reports at once are drawn once.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Draws the class now, and again after each change.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        roster.Changed += DrawSoon;
        try
        {
            while (true)
            {
                Draw();
                await Task.Delay(ShortestPause, cancellationToken);
                await _changes.Reader.ReadAsync(cancellationToken);
            }
        }
        finally
        {
            roster.Changed -= DrawSoon;
        }
    }

    /// <summary>Draws the class again, while it runs. Thread-safe.</summary>
    public void DrawSoon() => _changes.Writer.TryWrite(true);

    public void Draw()
    {
        if (console.Profile.Capabilities.Ansi) console.Clear();
        var reports = roster.Reports;
        console.Write(Exercises(reports));
        console.WriteLine();
        console.Write(new Columns(reports.Select(report => new Markup(
            $"{string.Concat(ExerciseCatalog.All.Select(exercise => MarkOf(report, exercise.Slug)))} "
            + Markup.Escape(report.Name)))));
        console.MarkupLine(
            "[dim]✔ done   ✘ refused at the last check   ○ not done; in the order of the lines above[/]");
        console.MarkupLine(commands.Count == 0
            ? "[red]This machine is in no network, so nobody can join.[/]"
            : $"Attendees join with [bold]{Markup.Escape(string.Join("  or  ", commands))}[/]");
    }

    private static Grid Exercises(IReadOnlyList<AttendeeReport> reports)
    {
        var grid = new Grid().AddColumns(3);
        foreach (var exercise in ExerciseCatalog.All)
        {
            var done = reports.Count(report => report.Done.Contains(exercise.Slug));
            var filled = reports.Count == 0 ? 0 : BarWidth * done / reports.Count;
            grid.AddRow(
                $"[bold]{exercise.Slug}[/]",
                $"[green]{new string('█', filled)}[/][dim]{new string('░', BarWidth - filled)}[/]",
                $"{done} of {reports.Count}");
        }

        return grid;
    }

    private static string MarkOf(AttendeeReport report, string slug)
        => report.Done.Contains(slug) ? "[green]✔[/]"
            : report.Exercise == slug && report.Refused is not null ? "[red]✘[/]" : "○";
}
