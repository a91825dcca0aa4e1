using PyConDemo.Stage.TalkChecks;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`check`: checks before a talk that everything is ready. Each check prints one line.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("check",
            "Check before a talk that everything is ready. The exit code is not 0 when something must be done.")
        {
            common.Target, common.Scale,
        };
        command.SetAction((line, cancellationToken)
            => RunAsync(line.GetValue(common.Target), line.GetValue(common.Scale), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri? target, string? scale, CancellationToken cancellationToken)
    {
        using var notice = StopNotice.On(cancellationToken);
        var ready = true;
        Show(MachineChecks.Disk(MachineChecks.DataFolder(), folder => new DriveInfo(folder).AvailableFreeSpace));
        Show(CommonChecks.Port(5100, "the page"));
        if (target is null) Show(CommonChecks.Port(5080, "the API"));
        var api = target is null ? new ApiCheck(scale, Console.Error.WriteLine).RunAsync(cancellationToken)
            : ApiCheck.RunningAsync(target, cancellationToken);
        foreach (var line in await api) Show(line);
        Show(MachineChecks.K6(Environment.GetEnvironmentVariable("PATH")));
        Show(MachineChecks.Replays(ReplayFolder.Default));
        return (int)(ready ? ExitCode.Success : ExitCode.NotReady);

        void Show(CheckLine line)
        {
            ready &= line.IsOk;
            AnsiConsole.Markup(line.IsOk ? "[green]ok[/]     " : "[red]to do[/]  ");
            Console.WriteLine($"{line.Name}: {line.Message}"); // AnsiConsole would wrap it, but programs read lines
        }
    }
}
