using System.CommandLine;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Checking;
using PyConDemo.Stage.Replays;
using Spectre.Console;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`check`: an hour before the talk. One line each, green or what to do.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("check", "Before a talk: is everything there? One line each; the exit code is not 0 when something is to be done.")
        {
            common.Target, common.Scale,
        };
        command.SetAction((line, cancellationToken) => RunAsync(line.GetValue(common.Target), line.GetValue(common.Scale), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri? target, string? scale, CancellationToken cancellationToken)
    {
        var green = true;
        Show(MachineChecks.Disk(MachineChecks.DataFolder(), folder => new DriveInfo(folder).AvailableFreeSpace));
        Show(MachineChecks.Port(5100, "the page"));
        if (target is null) Show(MachineChecks.Port(5080, "an API that is started by hand"));
        foreach (var line in target is null
            ? await new ApiCheck(scale).RunAsync(cancellationToken)
            : [await RunningAsync(target, cancellationToken)])
        {
            Show(line);
        }

        Show(MachineChecks.K6(Environment.GetEnvironmentVariable("PATH")));
        Show(MachineChecks.Replays(ReplayFolder.Default));
        return (int)(green ? ExitCode.Success : ExitCode.NotReady);

        void Show(CheckLine line)
        {
            green &= line.IsOk;
            // Written plainly, not wrapped: one line each, also where it is read by a program.
            AnsiConsole.Markup(line.IsOk ? "[green]ok[/]     " : "[red]to do[/]  ");
            Console.WriteLine($"{line.Name}: {line.Message}");
        }
    }

    private static async Task<CheckLine> RunningAsync(Uri target, CancellationToken cancellationToken)
    {
        using var client = new DemoClient(target);
        try
        {
            return await ApiCheck.SeededAsync(client, cancellationToken);
        }
        catch (ApiException e)
        {
            return CheckLine.ToDo("data", e.Message);
        }
    }
}
