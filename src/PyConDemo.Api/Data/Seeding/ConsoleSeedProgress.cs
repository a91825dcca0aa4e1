using Spectre.Console;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Chooses what the console can show.</summary>
public static class ConsoleSeedProgress
{
    /// <summary>A bar where a person watches a terminal, plain lines elsewhere (a pipe, a log, CI).</summary>
    public static ISeedProgress Choose()
    {
        var console = AnsiConsole.Console;
        return console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? new BarSeedProgress(console)
            : new LineSeedProgress(Console.Out, TimeProvider.System);
    }
}
