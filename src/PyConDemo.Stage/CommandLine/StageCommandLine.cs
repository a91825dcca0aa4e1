using System.CommandLine;
using PyConDemo.ApiClient;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The program's commands. Whatever goes wrong ends as one line on standard error and an <see cref="ExitCode"/>.</summary>
public static class StageCommandLine
{
    /// <summary>Longer than the API takes to stop itself and its PostgreSQL, or Ctrl-C would leave them behind.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Races the bad lanes against the good ones: on a page, or in the terminal.")
        {
            RaceCommand.Create(), GrowthCommand.Create(), CheckCommand.Create(), ResetCommand.Create(), WorkshopCommand.Create(),
        };
        PageCommand.AddTo(root);
        var parsed = root.Parse(args);
        if (parsed.Errors is [var error, ..]) return Say(ExitCode.Usage, error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal));
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Farewell,
            });
        }
        catch (StageException e)
        {
            return Say(e.Code, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Say(ExitCode.Cancelled, "Stopped.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say(ExitCode.Failed, e.Message);
        }
    }

    private static int Say(ExitCode code, string message)
    {
        Console.Error.WriteLine(message);
        return (int)code;
    }
}
