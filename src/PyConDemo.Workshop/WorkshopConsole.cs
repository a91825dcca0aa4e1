using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop;

internal sealed class WorkshopConsole(IAnsiConsole console)
{
    private const string Program = "dotnet run --project src/PyConDemo.Workshop --";

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

    public void WriteExercise(Exercise exercise)
        => console.MarkupLine($"[bold]{exercise.Slug}[/]  {Markup.Escape(FileOf(exercise, "Yours"))}");

    public void WritePassed(string step) => console.MarkupLine($"  [green]✔[/] {Markup.Escape(step)}");

    public void WriteResult(CheckResult result)
    {
        if (result.Refused is not var (step, why))
        {
            console.MarkupLine($"[green]✔ {result.Slug} is done.[/]");
            WriteNote("Measure the gain: dotnet run --project src/PyConDemo.Stage -- "
                + $"race {result.Slug} --lanes bad,yours");
            return;
        }

        console.MarkupLine($"  [red]✘[/] {Markup.Escape(step)}");
        WriteIndented(why.Message, 4);
        WriteNote($"    For a hint: {Program} {result.Slug} --hint");
    }

    public void WriteErrors(IReadOnlyList<CompileError> errors)
    {
        console.MarkupLine("[red]The code does not compile:[/]");
        foreach (var error in errors) WriteIndented($"{Relative(error.File)}:{error.Line}: {error.Message}", 2);
    }

    public void WriteHint(Exercise exercise, int number)
    {
        console.MarkupLine($"[bold]{exercise.Slug}, hint {number} of {exercise.Hints.Count}[/]");
        WriteIndented(exercise.Hints[number - 1], 2);
        if (number == exercise.Hints.Count)
            WriteNote($"This was the last hint. For the solution: {Program} {exercise.Slug} --solution");
    }

    /// <summary>Writes the differences between the attendee's lane and the good one, without wrapping.</summary>
    public void WriteSolution(Exercise exercise)
    {
        var (yours, good) = (File.ReadAllText(FileOf(exercise, "Yours")), File.ReadAllText(FileOf(exercise, "Good")));
        console.MarkupLine($"[bold]From {exercise.Name}Yours.cs to {exercise.Name}Good.cs[/]");
        foreach (var line in InlineDiffBuilder.Diff(yours, good, ignoreWhiteSpace: false).Lines)
        {
            var (sign, style) = line.Type switch
            {
                ChangeType.Deleted => ("- ", new Style(Color.Red)),
                ChangeType.Inserted => ("+ ", new Style(Color.Green)),
                _ => ("  ", Style.Plain),
            };
            console.WriteLine(sign + line.Text, style);
        }
    }

    public void WriteNote(string text) => console.MarkupLine($"[dim]{Markup.Escape(text)}[/]");

    private void WriteIndented(string text, int indent)
        => console.Write(new Padder(new Text(text), new Padding(indent, 0, 0, 0)));

    private static string FileOf(Exercise exercise, string lane)
        => Relative(Path.Combine(ApiProcess.Folder, "AntiPatterns", exercise.Name, $"{exercise.Name}{lane}.cs"));

    private static string Relative(string file) => Path.GetRelativePath(Directory.GetCurrentDirectory(), file);
}
