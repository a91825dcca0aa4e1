using System.CommandLine;
using PyConDemo.CommandLine;
using PyConDemo.Postgres;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Servers;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>The workshop's command line: it lists the six exercises and checks an attendee's own lanes.</summary>
public static class WorkshopCommandLine
{
    public static Task<int> RunAsync(string[] args) => CommandRunner.RunAsync(
        Create(), args, e => e is BuildFailedException or PostgresUnavailableException or CannotJudgeException
            ? ExitCode.CannotStart : null);

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
        var reset = new Option<bool>("--reset")
        {
            Description = "Restore the exercise's file, and clear its ✔ and hints. A copy of your version is kept.",
        };
        var yes = new Option<bool>("--yes") { Description = "Reset a file with changes without a question." };
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Show what the checked APIs print. The screen is not cleared.",
        };
        const string Summary = "Lists the six exercises, and checks your lane at every save.";
        var command = new RootCommand(Summary) { slug, list, hint, solution, reset, yes, verbose };
        foreach (var other in ClassCommands.Of(WorkshopSession.DefaultFolder)) command.Add(other);
        foreach (var other in LaptopCommands.Of(WorkshopSession.DefaultFolder)) command.Add(other);
        command.SetAction(async (line, cancellationToken) =>
        {
            var exercise = line.GetValue(slug) is { } named ? ExerciseCatalog.Find(named) : null;
            var (folder, files) = (WorkshopSession.DefaultFolder, LaneFiles.OfThisClone);
            var hasKeys = IsInteractive();
            await using var judge = new WorkshopJudge(folder, files, Show);
            var session = new WorkshopSession(folder, new(AnsiConsole.Console, files), files, judge);
            if (line.GetValue(list)) session.WriteList();
            else if (line.GetValue(hint)) await session.WriteHintAsync(exercise, cancellationToken);
            else if (line.GetValue(solution)) session.WriteSolution(exercise);
            else if (line.GetValue(reset)) return (int)await ResetAsync();
            else if (exercise is null) await session.WatchAsync(hasKeys, FillsScreen(), cancellationToken);
            else if (!await session.CheckAsync(exercise, cancellationToken)) return (int)ExitCode.NotYet;
            return (int)ExitCode.Success;

            bool FillsScreen()
                => hasKeys && AnsiConsole.Profile.Capabilities.Ansi && !line.GetValue(verbose);

            async Task<ExitCode> ResetAsync()
            {
                if (exercise is null)
                    throw new InvalidInputException("Name the exercise to reset: --reset n-plus-one.");
                var isReset = await session.ResetAsync(exercise, line.GetValue(yes), hasKeys, cancellationToken);
                return isReset ? ExitCode.Success : ExitCode.Cancelled;
            }

            void Show(string text)
            {
                if (line.GetValue(verbose) || StartLines.KindOf(text) is StartLine.Download)
                    Console.Error.WriteLine(text);
            }
        });
        return command;
    }

    /// <summary>Whether a person sits at this terminal, and can press keys.</summary>
    private static bool IsInteractive()
        => !Console.IsInputRedirected && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;
}
