using System.Diagnostics;
using PyConDemo.Stage.Tests.Toys;

namespace PyConDemo.Stage.Tests.CommandLine;

public class StoppingTests
{
    [Fact]
    public async Task Ctrl_C_ends_a_race_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGINT");
        var cancel = TestContext.Current.CancellationToken;
        await using var server = await new ToyDemo().StartAsync();
        using var race = Process.Start(StageProcess.Command("race", "n-plus-one", "--target", $"{server.Address}"))!;
        while (await race.StandardOutput.ReadLineAsync(cancel) is { } line && !line.Contains("warming up", StringComparison.Ordinal)) { }

        using (var kill = Process.Start("kill", ["-INT", $"{race.Id}"])) await kill.WaitForExitAsync(cancel);
        await race.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromSeconds(10), cancel);
        Assert.Equal((int)ExitCode.Cancelled, race.ExitCode);
        Assert.Equal("Stopped.", (await race.StandardError.ReadToEndAsync(cancel)).Trim());
    }
}
