namespace PyConDemo.Faults.Tests;

/// <summary>Runs the system's own programs.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed. The message has what it printed.</exception>
    public static async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (succeeded, output) = await TryAsync(program, arguments);
        if (!succeeded) throw new InvalidOperationException($"{program} failed: {output}");
    }

    public static async Task<(bool Succeeded, string Output)> TryAsync(
        string program, params IEnumerable<string> arguments)
    {
        var command = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            WorkingDirectory = "/", // every user may enter it
        };
        using var process = Process.Start(command)!;
        var output = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, output.Trim());
    }

    /// <summary>Sends a signal, such as STOP, to those of the processes that still run.</summary>
    public static Task SignalAsync(string signal, params IEnumerable<int> processes)
        => TryAsync("kill", [$"-{signal}", .. processes.Select(id => $"{id}")]);
}
