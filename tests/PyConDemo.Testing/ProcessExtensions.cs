using System.Diagnostics;

namespace PyConDemo.Testing;

public static class ProcessExtensions
{
    /// <summary>A stage or an API needs this time to stop its own API and PostgreSQL.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(40);

    /// <summary>Asks a process to end. After 40 s it kills the process and its children.</summary>
    public static async Task StopAsync(this Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else using (Process.Start("kill", ["-TERM", $"{process.Id}"])) { }
        using var limit = new CancellationTokenSource(StopsWithin);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a program to its end. Its output and errors must be redirected.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        this ProcessStartInfo command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(command)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, error);
    }
}
