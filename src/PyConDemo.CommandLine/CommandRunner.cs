using System.CommandLine;
using PyConDemo.ApiClient;

namespace PyConDemo.CommandLine;

/// <summary>Runs the command line of the stage or the workshop. Every error that a person can act on is one line on
/// standard error and an <see cref="ExitCode"/>.</summary>
public static class CommandRunner
{
    /// <summary>Longer than an API takes to stop itself and its PostgreSQL after Ctrl-C.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <param name="ownCode">The exit code of an error that only this program has; null for all other errors.</param>
    /// <exception cref="Exception">A defect of the program. It keeps its stack trace.</exception>
    public static async Task<int> RunAsync(RootCommand root, string[] args, Func<Exception, ExitCode?> ownCode)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors is [{ Message: var message }, ..])
        {
            message = message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
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
        catch (OperationCanceledException e)
        {
            return Fail(ExitCode.Cancelled, e is StoppedException ? e.Message : "Stopped.");
        }
        catch (Exception e) when ((ownCode(e) ?? CommonCode(e)) is { } code)
        {
            return Fail(code, e.Message);
        }
    }

    private static ExitCode? CommonCode(Exception e) => e switch
    {
        InvalidInputException => ExitCode.Usage,
        ApiUnreachableException => ExitCode.DeadTarget,
        OtherApiException => ExitCode.OtherTarget,
        ApiException => ExitCode.CannotStart,
        IOException or UnauthorizedAccessException => ExitCode.Failed,
        _ => null,
    };

    private static int Fail(ExitCode code, string message)
    {
        Console.Error.WriteLine(message);
        return (int)code;
    }
}

/// <summary>Ctrl-C stopped the command. The message is one line that says what was done until then.</summary>
public sealed class StoppedException(string message) : OperationCanceledException(message);

/// <summary>The exit codes of the stage and the workshop, stable for scripts.</summary>
public enum ExitCode
{
    /// <summary>The program did what it was asked to do.</summary>
    Success = 0,

    /// <summary>An error without its own code.</summary>
    Failed = 1,

    /// <summary>The command line is wrong: an unknown name, option or value.</summary>
    Usage = 2,

    /// <summary>Nothing answers at the target, or a started API stopped answering.</summary>
    DeadTarget = 3,

    /// <summary>The target answers, but is not this demo or has another list of patterns.</summary>
    OtherTarget = 4,

    /// <summary>Stage only: the target is an unoptimised build, so its numbers mean nothing.</summary>
    Unoptimised = 5,

    /// <summary>The API could not be built or started, or the stage's page could not be served.</summary>
    CannotStart = 6,

    /// <summary>Stage only: the race ran, but its numbers cannot be trusted.</summary>
    Refused = 7,

    /// <summary>A check found something that must be done before a talk or a workshop.</summary>
    NotReady = 8,

    /// <summary>Workshop only: the lane is not accepted yet.</summary>
    NotYet = 9,

    /// <summary>Ctrl-C stopped the program.</summary>
    Cancelled = 130,
}
