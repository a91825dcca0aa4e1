using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Testing;

public static class ProcessExtensions
{
    /// <summary>A stage or an API needs this time to stop its own API and PostgreSQL.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(40);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It can't be run, or it failed; the message has its output.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(info)!;
            var output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            if (process.ExitCode == 0) return;
            throw new InvalidOperationException($"{program} failed: {string.Concat(output)}");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} can't be run: {missing.Message}", missing);
        }
    }

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
}
