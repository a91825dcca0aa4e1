using System.CommandLine;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Workshop;
using Spectre.Console;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`workshop [slug]`: the six exercises, and whether an attendee's own lanes are right.</summary>
internal static class WorkshopCommand
{
    public static Command Create()
    {
        var slug = new Argument<string?>("slug")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"Checks this one exercise and ends. One of: {string.Join(", ", ExerciseCatalog.All.Select(e => e.Slug))}.",
        };
        var list = new Option<bool>("--list") { Description = "List the exercises and end." };
        var hint = new Option<bool>("--hint") { Description = "Give the next hint, one at a time." };
        var solution = new Option<bool>("--solution") { Description = "Show the way from your lane to the good one." };
        var verbose = new Option<bool>("--verbose") { Description = "Show what the APIs under examination print." };
        var command = new Command("workshop", "The six exercises: lists them, and checks your lane at every save; with a slug, checks that one and ends.")
        {
            slug, list, hint, solution, verbose,
        };
        command.SetAction(async (line, cancellationToken) =>
        {
            var exercise = line.GetValue(slug) is { } named ? ExerciseCatalog.Find(named) : null;
            var session = new WorkshopSession(WorkshopFolder.Default, new WorkshopBoard(AnsiConsole.Console), line.GetValue(verbose));
            if (line.GetValue(list)) session.List();
            else if (line.GetValue(hint)) session.Hint(exercise);
            else if (line.GetValue(solution)) session.Solution(exercise);
            else if (exercise is not null) return (int)await session.CheckAsync(exercise, cancellationToken);
            else await session.WatchAsync(cancellationToken);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
