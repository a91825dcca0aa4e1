using PyConDemo.Stage.Page;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The program's commands. Every error that a person can act on is one line on standard error and an
/// <see cref="ExitCode"/>.</summary>
public static class StageCommandLine
{
    /// <summary>Longer than the API takes to stop itself and its PostgreSQL: Ctrl-C must not leave them
    /// behind.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Races the bad lanes against the good ones, on a page or in the terminal.")
        {
            RaceCommand.Create(), GrowthCommand.Create(), CheckCommand.Create(), ResetCommand.Create(), MovedWorkshop(),
        };
        PageCommand.AddTo(root);
        var parsed = root.Parse(args);
        if (parsed.Errors is [var error, ..])
        {
            var message = error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
            return Fail(ExitCode.Usage, message);
        }

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

    /// <summary>The exit code of an error that a person can act on. Null for a defect of this program, which keeps its
    /// stack trace.</summary>
    private static ExitCode? CodeOf(Exception e) => e switch
    {
        InvalidInputException => ExitCode.Usage,
        ApiUnreachableException => ExitCode.DeadTarget,
        OtherApiException => ExitCode.OtherTarget,
        UnoptimisedApiException => ExitCode.Unoptimised,
        ApiException or PageStartException => ExitCode.CannotStart,
        IOException or UnauthorizedAccessException => ExitCode.Failed,
        _ => null,
    };

    /// <summary>`workshop` was a command of this program. It takes any arguments and names the new program.</summary>
    private static Command MovedWorkshop()
    {
        var command = new Command("workshop") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(_ => Fail(
            ExitCode.Usage, "The workshop is a program of its own: dotnet run --project src/PyConDemo.Workshop"));
        return command;
    }

    private static int Fail(ExitCode code, string message)
    {
        Console.Error.WriteLine(message);
        return (int)code;
    }
}

/// <summary>The process's exit codes, stable for scripts.</summary>
public enum ExitCode
{
    Success = 0,

    /// <summary>An error without its own code.</summary>
    Failed = 1,

    /// <summary>The command line is wrong: an unknown pattern, lane or value.</summary>
    Usage = 2,

    /// <summary>Nothing answers at the target, or it stopped answering.</summary>
    DeadTarget = 3,

    /// <summary>The target answers, but is not this demo or has another list of patterns.</summary>
    OtherTarget = 4,

    /// <summary>The target is an unoptimised build, so its numbers mean nothing.</summary>
    Unoptimised = 5,

    /// <summary>The API or a race could not be started.</summary>
    CannotStart = 6,

    /// <summary>The race ran, but its numbers cannot be trusted.</summary>
    Refused = 7,

    /// <summary>A check found something that must be done before a talk.</summary>
    NotReady = 8,

    /// <summary>Ctrl-C stopped the program.</summary>
    Cancelled = 130,
}
