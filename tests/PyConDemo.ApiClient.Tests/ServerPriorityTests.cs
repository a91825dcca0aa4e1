using System.Diagnostics;

namespace PyConDemo.ApiClient.Tests;

public class ServerPriorityTests
{
    private const string OwnSession = "/proc/self/autogroup";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_raised_unless_the_user_asks_for_it()
    {
        Assert.SkipUnless(File.Exists(OwnSession), "this system has no autogroups");
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ServerPriority.RaiseVariable) == "true", "the user asks");
        var before = await File.ReadAllTextAsync(OwnSession, Cancel);
        ServerPriority.RaiseOwnIfAsked();
        Assert.Equal(before, await File.ReadAllTextAsync(OwnSession, Cancel));
    }

    /// <summary>The test is the program: the shell sees its pipe close, as it does after a kill.</summary>
    [Fact]
    public async Task The_sessions_priority_is_restored_when_the_program_is_gone()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && File.Exists(OwnSession) && File.Exists("/usr/bin/setsid"),
            "only root can raise a session's priority, and only on Linux");
        const string InOwnSession = "echo 3 >/proc/self/autogroup; sleep 60 & echo $!; exec sh -c \"$1\"";
        using var shell = Process.Start(new ProcessStartInfo(
            "/usr/bin/setsid", ["/bin/sh", "-c", InOwnSession, "session", ServerPriority.RaiseUntilEnd])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var witness = Process.GetProcessById(
            int.Parse((await shell.StandardOutput.ReadLineAsync(Cancel))!, null));
        try
        {
            Assert.Equal("raised", await shell.StandardOutput.ReadLineAsync(Cancel));
            Assert.EndsWith("nice -20\n", await File.ReadAllTextAsync($"/proc/{witness.Id}/autogroup", Cancel));
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(Cancel);
            Assert.EndsWith("nice 3\n", await File.ReadAllTextAsync($"/proc/{witness.Id}/autogroup", Cancel));
        }
        finally
        {
            witness.Kill();
        }
    }
}
