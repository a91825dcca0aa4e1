using Spectre.Console;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Shows the progress of the seeding. Several threads may call it at once.</summary>
public interface ISeedProgress
{
    /// <summary>Shows the progress while <paramref name="seed"/> runs and loads <paramref name="rows"/> rows.</summary>
    Task ShowAsync(long rows, Func<Task> seed);

    void Begin(string name);

    /// <summary>Another <paramref name="rows"/> rows are loaded.</summary>
    void Loaded(long rows);
}

public static class ConsoleSeedProgress
{
    /// <summary>A bar on an interactive terminal, and plain lines elsewhere (a pipe, a log, CI).</summary>
    public static ISeedProgress Choose()
    {
        var console = AnsiConsole.Console;
        return console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? new BarSeedProgress(console)
            : new LineSeedProgress(Console.Out, TimeProvider.System);
    }
}
