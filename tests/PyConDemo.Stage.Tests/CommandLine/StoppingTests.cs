using System.Diagnostics;
using PyConDemo.CommandLine;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.CommandLine;

public class StoppingTests
{
    /// <summary>Long enough for a busy machine. A race that was not stopped would end with another code.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ctrl_C_ends_a_race_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGINT");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await new FakeDemo().StartAsync();
        using var race = StartInterruptible(
            StageProcess.Command("race", "n-plus-one", "--target", $"{server.Address}"));
        await WaitForWarmUpAsync(race, cancellationToken);

        using (var kill = Process.Start("kill", ["-INT", $"{race.Id}"])) await kill.WaitForExitAsync(cancellationToken);
        await race.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        Assert.Equal((int)ExitCode.Cancelled, race.ExitCode);
        Assert.Equal("Stopped.", (await race.StandardError.ReadToEndAsync(cancellationToken)).Trim());
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-KILL")]
    public async Task The_API_and_its_PostgreSQL_end_with_a_race_that_is_stopped(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks into /proc");
        var cancellationToken = TestContext.Current.CancellationToken;
        // where another user's server can reach it
        var folder = Directory.CreateDirectory($"{TestFolders.Parent}/pycondemo-test-{Guid.NewGuid():N}").FullName;
        var command = StageProcess.Command("race", "n-plus-one", "--scale", "small");
        command.Environment["Postgres__DataFolder"] = Path.Combine(folder, "postgres");
        command.Environment["Postgres__Source"] = "local";
        command.Environment["Storage__Folder"] = Path.Combine(folder, "objects");
        using var race = StartInterruptible(command);
        await WaitForWarmUpAsync(race, cancellationToken);
        Assert.NotEmpty(Using(folder));

        using (var kill = Process.Start("kill", [signal, $"{race.Id}"])) await kill.WaitForExitAsync(cancellationToken);
        await race.WaitForExitAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        for (var since = Stopwatch.StartNew(); Using(folder).Any(); await Task.Delay(50, cancellationToken))
            Assert.True(since.Elapsed < Timeout, $"still there: {string.Join(", ", Using(folder))}");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A shell lets its background jobs ignore SIGINT, and all programs that they start. The one under test is
    /// started as from a terminal.</summary>
    private static Process StartInterruptible(ProcessStartInfo command)
    {
        if (OperatingSystem.IsLinux())
        {
            command.ArgumentList.Insert(0, "--default-signal=INT");
            command.ArgumentList.Insert(1, command.FileName);
            command.FileName = "env";
        }

        return Process.Start(command)!;
    }

    private static async Task WaitForWarmUpAsync(Process race, CancellationToken cancellationToken)
    {
        while (await race.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            if (line.Contains("warming up", StringComparison.Ordinal)) return;
    }

    /// <summary>
    /// Processes with the folder in their environment or command line: the API, the server, the shell that guards it.
    /// </summary>
    private static IEnumerable<int> Using(string folder)
    {
        var processes = Directory.EnumerateDirectories("/proc");
        foreach (var process in processes.Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            string told;
            try
            {
                told = File.ReadAllText($"{process}/environ") + File.ReadAllText($"{process}/cmdline");
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (told.Contains(folder, StringComparison.Ordinal)) yield return int.Parse(Path.GetFileName(process));
        }
    }
}
