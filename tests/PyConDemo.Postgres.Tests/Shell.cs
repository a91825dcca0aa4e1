using System.Diagnostics;

namespace PyConDemo.Postgres.Tests;

internal static class Shell
{
    /// <returns>What the command prints.</returns>
    public static string Run(string command)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-ec", command]) { RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, $"'{command}' fails: {output}");
        return output;
    }
}
