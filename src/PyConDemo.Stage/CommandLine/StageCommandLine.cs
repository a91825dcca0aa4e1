using System.CommandLine;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The program's commands. Whatever goes wrong ends as one line on standard error and an <see cref="ExitCode"/>.</summary>
public static class StageCommandLine
{
    /// <summary>Longer than the API takes to stop itself and its PostgreSQL, or Ctrl-C would leave them behind.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Races the bad lanes against the good ones: on a page, or in the terminal.")
        {
            RaceCommand.Create(), GrowthCommand.Create(), CheckCommand.Create(), ResetCommand.Create(), MovedWorkshop(),
        };
        PageCommand.AddTo(root);
        var parsed = root.Parse(args);
        if (parsed.Errors is [var error, ..]) return Fail(ExitCode.Usage, error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal));
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

    /// <summary>The exit code of what a person can act on. Null: a mistake of ours, which keeps its stack trace.</summary>
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

    /// <summary>`workshop` was a command of this program.</summary>
    private static Command MovedWorkshop()
    {
        var command = new Command("workshop", "Moved to a program of its own.") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(_ => Fail(ExitCode.Usage, "The workshop is a program of its own: dotnet run --project src/PyConDemo.Workshop"));
        return command;
    }

    private static int Fail(ExitCode code, string message)
    {
        Console.Error.WriteLine(message);
        return (int)code;
    }
}
