using System.CommandLine;
using PyConDemo.CommandLine;
using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>The workshop's command line: it lists the six exercises and checks an attendee's own lanes.</summary>
public static class WorkshopCommandLine
{
    public static Task<int> RunAsync(string[] args) => CommandRunner.RunAsync(
        Create(), args, e => e is BuildFailedException ? ExitCode.CannotStart : null);

    private static RootCommand Create()
    {
        var slug = new Argument<string?>("slug")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Checks only this exercise and ends. One of: "
                + $"{string.Join(", ", ExerciseCatalog.All.Select(e => e.Slug))}.",
        };
        var list = new Option<bool>("--list") { Description = "List the exercises and end." };
        var hint = new Option<bool>("--hint") { Description = "Show the next hint." };
        var solution = new Option<bool>("--solution") { Description = "Show how your lane differs from the good one." };
        var verbose = new Option<bool>("--verbose") { Description = "Show what the checked APIs print." };
        const string Summary = "Lists the six exercises, and checks your lane at every save.";
        var command = new RootCommand(Summary) { slug, list, hint, solution, verbose };
        command.SetAction(async (line, cancellationToken) =>
        {
            var exercise = line.GetValue(slug) is { } named ? ExerciseCatalog.Find(named) : null;
            var session = new WorkshopSession(
                WorkshopSession.DefaultFolder, new WorkshopConsole(AnsiConsole.Console), line.GetValue(verbose));
            if (line.GetValue(list)) session.WriteList();
            else if (line.GetValue(hint)) session.WriteHint(exercise);
            else if (line.GetValue(solution)) session.WriteSolution(exercise);
            else if (exercise is null) await session.WatchAsync(cancellationToken);
            else if (!await session.CheckAsync(exercise, cancellationToken)) return (int)ExitCode.NotYet;
            return (int)ExitCode.Success;
        });
        return command;
    }
}
