using PyConDemo.Stage.Page;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The program's commands.</summary>
public static class StageCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Races the bad lanes against the good ones, on a page or in the terminal.")
        {
            RaceCommand.Create(), GrowthCommand.Create(), CheckCommand.Create(), ResetCommand.Create(), MovedWorkshop(),
        };
        PageCommand.AddTo(root);
        return await CommandRunner.RunAsync(root, args, e => e switch
        {
            UnoptimisedApiException => ExitCode.Unoptimised,
            PageStartException => ExitCode.CannotStart,
            _ => null,
        });
    }

    /// <summary>`workshop` was a command of this program. It takes any arguments and names the new program.</summary>
    private static Command MovedWorkshop()
    {
        var command = new Command("workshop") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(void (ParseResult _) => throw new InvalidInputException(
            "The workshop is a program of its own: dotnet run --project src/PyConDemo.Workshop"));
        return command;
    }
}
