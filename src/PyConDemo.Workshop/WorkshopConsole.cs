using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>Writes what an attendee reads.</summary>
internal sealed class WorkshopConsole(IAnsiConsole console, LaneFiles files)
{
    public const string Program = "dotnet run --project src/PyConDemo.Workshop --";

    private static readonly string[] Keys =
    [
        "h hint", "s solution", "n next", "l list", "r run again", "x reset", "q quit",
    ];

    /// <summary>Whether the attendee can press keys. Else the texts name commands.</summary>
    public bool HasKeys { private get; set; }

    public static string Gone(Exercise exercise) => $"{LaneFiles.NameOf(exercise)} is gone. Press x to restore it.";

    /// <param name="names">The names of changed files that are not the attendee's.</param>
    public static string NotChecked(Exercise exercise, IEnumerable<string> names)
        => $"You have changed {string.Join(", ", names)}. The workshop checks only {LaneFiles.NameOf(exercise)}.";

    /// <param name="backup">The path of the copy; null if there is none.</param>
    public static string ResetDone(Exercise exercise, string? backup)
        => $"{LaneFiles.NameOf(exercise)} is reset." + (backup is null ? "" : $" Your version is kept in {backup}.");

    public void WriteList(AttendeeProgress progress)
    {
        var table = new Grid().AddColumn(Column().NoWrap()).AddColumn(Column().NoWrap()).AddColumn(Column());
        foreach (var exercise in ExerciseCatalog.All)
        {
            var state = progress.Of(exercise.Slug);
            var mark = state.Done ? "[green]✔[/]" : state.Last is null ? "○" : "[red]✘[/]"; // ○ was never checked
            table.AddRow(
                new Markup(mark), new Markup($"[bold]{exercise.Slug}[/]"),
                new Text(state.Done ? "done" : state.Last ?? exercise.Goal));
        }

        console.Write(table);
        console.WriteLine();

        static GridColumn Column() => new GridColumn().PadLeft(0).PadRight(2);
    }

    /// <summary>Writes one bar for each exercise, in the documents' order. The current one has another shade.</summary>
    public void WriteProgressBar(AttendeeProgress progress, Exercise? current)
    {
        var states = ExerciseCatalog.All.Select(exercise => (exercise, progress.Of(exercise.Slug).Done)).ToArray();
        var bars = states.Select(state => state switch
        {
            (_, true) => "[green]████████[/]",
            var (exercise, _) when exercise == current => "▒▒▒▒▒▒▒▒",
            _ => "[dim]░░░░░░░░[/]",
        });
        console.MarkupLine(
            $"{string.Join(' ', bars)}  {states.Count(state => state.Done)} of {states.Length}  {current?.Slug}");
    }

    public void WriteKeys() => console.MarkupLine(
        string.Join("[dim] · [/]", Keys.Select(key => $"[bold]{key[0]}[/][dim]{key[1..]}[/]")));

    public void WriteExercise(Exercise exercise)
        => console.MarkupLine($"[bold]{exercise.Slug}[/]  {Markup.Escape(files.ShownPathOf(exercise))}");

    public void WritePassed(string step) => console.MarkupLine($"  [green]✔[/] {Markup.Escape(step)}");

    public void WriteVerdict(Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Judged { Result: var result }:
                WriteResult(result, verdict.WasDone);
                break;
            case Verdict.NotCompiled { Errors: var errors }:
                WriteStillDone(verdict, "does not compile");
                WriteErrors(errors);
                break;
            case Verdict.FileGone:
                console.MarkupLine($"[red]{Markup.Escape(Gone(verdict.Exercise))}[/]");
                break;
            case Verdict.NotChecked { Message: var message }:
                WriteNote(message);
                break;
        }

        void WriteResult(CheckResult result, bool wasDone)
        {
            if (result.Refused is not var (step, why))
            {
                console.MarkupLine($"[green]✔ {result.Slug} is done.[/]");
                WriteCosts(result.Costs);
                WriteGoals(result);
                WriteNote("Measure the gain: dotnet run --project src/PyConDemo.Stage -- "
                    + $"race {result.Slug} --lanes bad,yours");
                return;
            }

            WriteStillDone(verdict, "is refused");
            console.MarkupLine($"  [red]✘[/] {Markup.Escape(step)}");
            WriteIndented(why.Message, 4);
            if (!wasDone) WriteNote($"    For a hint: {Way('h', result.Slug, "--hint")}");
        }
    }

    /// <summary>Writes a verdict on one line, cut to the terminal's width.</summary>
    public void WriteShort(Verdict verdict)
    {
        var (mark, text) = verdict switch
        {
            Verdict.Judged { Result.Refused: var (step, _) } => ("[red]✘[/]", step),
            Verdict.Judged => ("[green]✔[/]", "is done."),
            Verdict.NotCompiled { Errors: [var first, ..] } => ("[red]✘[/]", Line(first)),
            Verdict.FileGone => ("[red]✘[/]", Gone(verdict.Exercise)),
            _ => ("○", "was not checked."),
        };
        console.MarkupLine(
            $"{mark} [bold]{verdict.Exercise.Slug}[/] {Markup.Escape(Cut(text, verdict.Exercise.Slug.Length + 3))}");
    }

    public void WriteHint(Exercise exercise, int number)
    {
        console.MarkupLine($"[bold]{exercise.Slug}, hint {number} of {exercise.Hints.Count}[/]");
        WriteIndented(exercise.Hints[number - 1], 2);
        if (number == exercise.Hints.Count)
            WriteNote($"This was the last hint. For the solution: {Way('s', exercise.Slug, "--solution")}");
    }

    /// <summary>Writes the way from the attendee's lane to the good one. Each line has its own row.</summary>
    public void WriteSolution(Exercise exercise)
    {
        var (yours, good) = (files.PathOf(exercise), files.PathOf(exercise, LaneFiles.Good));
        console.MarkupLine(
            $"[bold]From {LaneFiles.NameOf(exercise)} to {LaneFiles.NameOf(exercise, LaneFiles.Good)}[/]");
        foreach (var (sign, text) in TextDifference.Lines(File.ReadAllText(yours), File.ReadAllText(good)))
        {
            var style = sign switch
            {
                '-' => new Style(Color.Red),
                '+' => new Style(Color.Green),
                _ => Style.Plain,
            };
            console.WriteLine($"{sign} {Cut(text, 2)}", style);
        }
    }

    public void WriteNote(string text) => console.MarkupLine($"[dim]{Markup.Escape(text)}[/]");

    public void WriteEmptyLine() => console.WriteLine();

    public void Clear() => console.Clear();

    /// <summary>Asks a question that Enter answers with no.</summary>
    public Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
        => console.ConfirmAsync(question, defaultValue: false, cancellationToken);

    private string Way(char key, string slug, string option)
        => HasKeys ? $"press {key}." : $"{Program} {slug} {option}";

    private void WriteStillDone(Verdict verdict, string found)
    {
        if (verdict.WasDone)
            console.MarkupLine($"{verdict.Exercise.Slug} is [green]still ✔[/]; this version {found}:");
        else if (verdict is Verdict.NotCompiled)
            console.MarkupLine("[red]The code does not compile:[/]");
    }

    private void WriteErrors(IReadOnlyList<CompileError> errors)
    {
        foreach (var error in errors) WriteIndented(Line(error), 2);
    }

    private void WriteCosts(IReadOnlyList<CostLine> costs)
    {
        if (costs.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumn("what");
        foreach (var lane in (string[])["yours", "good", "next step"])
            table.AddColumn(new TableColumn(lane).RightAligned());
        foreach (var cost in costs)
        {
            table.AddRow(
                new Text(cost.What), new Text($"{cost.Yours:N0}"), new Text($"{cost.Good:N0}"),
                new Text(cost.NextStep is { } next ? $"{next:N0}" : "–"));
        }

        console.Write(table);
    }

    private void WriteGoals(CheckResult result)
    {
        if (result.Goals.Count == 0) return;
        WriteNote($"The stretch goals of docs/workshop/{result.Slug}.md that the judge can check:");
        foreach (var goal in result.Goals)
        {
            var mark = goal.IsReached ? "[green]✔[/]" : "○";
            console.MarkupLine($"  {mark} {goal.Number}. {Markup.Escape(goal.What)}");
        }
    }

    private void WriteIndented(string text, int indent)
        => console.Write(new Padder(new Text(text), new Padding(indent, 0, 0, 0)));

    /// <summary>Cuts a text that does not fit into one row next to <paramref name="taken"/> columns.</summary>
    private string Cut(string text, int taken)
    {
        var width = Math.Max(1, console.Profile.Width - taken);
        return text.Length <= width ? text : text[..(width - 1)] + "…";
    }

    private static string Line(CompileError error) => $"{LaneFiles.Relative(error.File)}:{error.Line}: {error.Message}";
}
