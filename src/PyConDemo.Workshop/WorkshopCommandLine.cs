using System.CommandLine;
using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>The workshop's command line: it lists the six exercises and checks an attendee's own lanes. Every error
/// that a person can act on is one line on standard error and an <see cref="ExitCode"/>.</summary>
public static class WorkshopCommandLine
{
    /// <summary>Longer than the APIs take to stop themselves and their PostgreSQL: Ctrl-C must not leave them
    /// behind.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors is [var error, ..]) return Fail(ExitCode.Usage, error.Message.ReplaceLineEndings(" "));
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = ShutdownTimeout,
            });
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCode.Cancelled, "Stopped.");
        }
        catch (Exception e) when (CodeOf(e) is { } code)
        {
            return Fail(code, e.Message);
        }
    }

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
        var solution = new Option<bool>("--solution")
        {
            Description = "Show the differences between your lane and the good one.",
        };
        var verbose = new Option<bool>("--verbose") { Description = "Show what the checked APIs print." };
        var command = new RootCommand("Lists the six exercises and checks your lane at every save. "
            + "With a slug, it checks that exercise and ends.")
        {
            slug, list, hint, solution, verbose,
        };
        command.SetAction(async (line, cancellationToken) =>
        {
            var exercise = line.GetValue(slug) is { } named ? ExerciseCatalog.Find(named) : null;
            var session = new WorkshopSession(
                WorkshopFolder.Default, new WorkshopConsole(AnsiConsole.Console), line.GetValue(verbose));
            if (line.GetValue(list)) session.WriteList();
            else if (line.GetValue(hint)) session.WriteHint(exercise);
            else if (line.GetValue(solution)) session.WriteSolution(exercise);
            else if (exercise is null) await session.WatchAsync(cancellationToken);
            else if (!await session.CheckAsync(exercise, cancellationToken)) return (int)ExitCode.NotYet;
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static ExitCode? CodeOf(Exception e) => e switch
    {
        InvalidInputException => ExitCode.Usage,
        ApiUnreachableException => ExitCode.DeadTarget,
        OtherApiException => ExitCode.OtherTarget,
        ApiException or BuildFailedException => ExitCode.CannotStart,
        IOException or UnauthorizedAccessException => ExitCode.Failed,
        _ => null,
    };

    private static int Fail(ExitCode code, string message)
    {
        Console.Error.WriteLine(message);
        return (int)code;
    }
}

/// <summary>The process's exit codes, stable for scripts. Those that the stage has too have the same numbers.</summary>
public enum ExitCode
{
    Success = 0,

    /// <summary>Something broke that has no code of its own.</summary>
    Failed = 1,

    /// <summary>The command line is wrong: an unknown exercise or option.</summary>
    Usage = 2,

    /// <summary>A started API stopped answering.</summary>
    DeadTarget = 3,

    /// <summary>The API answered with something other than expected.</summary>
    OtherTarget = 4,

    /// <summary>The API could not be built or started.</summary>
    CannotStart = 6,

    /// <summary>The lane is not accepted yet.</summary>
    NotYet = 9,

    /// <summary>Ctrl-C stopped the program.</summary>
    Cancelled = 130,
}
