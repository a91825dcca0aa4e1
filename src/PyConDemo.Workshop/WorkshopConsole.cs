using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using PyConDemo.ApiClient;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Grading;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>What the attendee reads in the terminal.</summary>
internal sealed class WorkshopConsole(IAnsiConsole console)
{
    public void WriteList(AttendeeProgress progress)
    {
        var table = new Grid().AddColumn(Column().NoWrap()).AddColumn(Column().NoWrap()).AddColumn(Column());
        foreach (var exercise in ExerciseCatalog.All)
        {
            var state = progress.Of(exercise.Slug);
            table.AddRow(
                new Markup(state.Done ? "[green]✔[/]" : "[red]✘[/]"),
                new Markup($"[bold]{exercise.Slug}[/]"),
                new Text(state.Done ? "done" : state.Last ?? exercise.Goal));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static GridColumn Column() => new GridColumn().PadLeft(0).PadRight(2);

    public void WriteExercise(Exercise exercise) => console.MarkupLine($"[bold]{exercise.Slug}[/]  {Markup.Escape(YoursFile(exercise))}");

    public void WritePassed(string step) => console.MarkupLine($"  [green]✔[/] {Markup.Escape(step)}");

    public void WriteResult(CheckResult result)
    {
        if (result.Refused is not var (step, why))
        {
            console.MarkupLine($"[green]✔ {result.Slug} is done.[/]");
            WriteNote($"How much it gained: dotnet run --project src/PyConDemo.Stage -- race {result.Slug} --lanes bad,yours");
            return;
        }

        console.MarkupLine($"  [red]✘[/] {Markup.Escape(step)}");
        console.Write(new Padder(new Text(why.Message), new Padding(4, 0, 0, 0)));
        WriteNote($"    A hint: workshop {result.Slug} --hint");
    }

    public void WriteErrors(IReadOnlyList<CompileError> errors)
    {
        console.MarkupLine("[red]It does not compile:[/]");
        foreach (var error in errors)
            console.Write(new Padder(new Text($"{Path.GetRelativePath(Directory.GetCurrentDirectory(), error.File)}:{error.Line}: {error.Message}"), new Padding(2, 0, 0, 0)));
    }

    public void WriteHint(Exercise exercise, int number)
    {
        console.MarkupLine($"[bold]{exercise.Slug}, hint {number} of {exercise.Hints.Count}[/]");
        console.Write(new Padder(new Text(exercise.Hints[number - 1]), new Padding(2, 0, 0, 0)));
        if (number == exercise.Hints.Count) WriteNote($"That was the last one. The solution: workshop {exercise.Slug} --solution");
    }

    /// <summary>What to take away from the own lane, and what to add, to have the good one. Lines are code: not wrapped.</summary>
    public void WriteSolution(Exercise exercise)
    {
        var (yours, good) = (File.ReadAllText(YoursFile(exercise)), File.ReadAllText(FileOf(exercise, "Good")));
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

    public void WriteNote(string words) => console.MarkupLine($"[dim]{Markup.Escape(words)}[/]");

    private static string YoursFile(Exercise exercise) => FileOf(exercise, "Yours");

    private static string FileOf(Exercise exercise, string lane)
        => Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(ApiProcess.Folder, "AntiPatterns", exercise.Name, $"{exercise.Name}{lane}.cs"));
}
