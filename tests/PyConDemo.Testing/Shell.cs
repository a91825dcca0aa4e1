using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Testing;

/// <summary>Runs the system's own programs.</summary>
public static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, or it can't be run. The message has what it printed.
    /// </exception>
    public static async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (succeeded, output) = await TryAsync(program, arguments);
        if (!succeeded) throw new InvalidOperationException($"{program} failed: {output}");
    }

    /// <summary>Runs a program to its end. False if it failed, or can't be run.</summary>
    public static async Task<(bool Succeeded, string Output)> TryAsync(
        string program, params IEnumerable<string> arguments)
    {
        var command = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/", // every user may enter it
        };
        try
        {
            using var process = Process.Start(command)!;
            var output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, string.Concat(output).Trim());
        }
        catch (Win32Exception missing)
        {
            return (false, missing.Message);
        }
    }

    /// <summary>Sends a signal, such as STOP, to those of the processes that still run.</summary>
    public static Task SignalAsync(string signal, params IEnumerable<int> processes)
        => TryAsync("kill", [$"-{signal}", .. processes.Select(id => $"{id}")]);
}
