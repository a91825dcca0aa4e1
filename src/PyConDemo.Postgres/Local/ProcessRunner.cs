using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PyConDemo.Postgres.Local;

/// <summary>Runs programs of PostgreSQL and of the system. All child processes of this project start here.</summary>
internal static class ProcessRunner
{
    /// <summary>True if the program ends with the exit code 0.</summary>
    public static async Task<bool> SucceedsAsync(
        string file, IEnumerable<string> arguments, ServerAccount account, CancellationToken cancellationToken)
        => (await RunAsync(file, arguments, account, cancellationToken)).ExitCode == 0;

    /// <summary>Runs a program to its end. Cancellation kills the program and its child processes.</summary>
    /// <exception cref="LocalServerException">The program can't be started at all.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string file, IEnumerable<string> arguments, ServerAccount account, CancellationToken cancellationToken)
    {
        using var process = Start(StartInfo(file, arguments, account));
        try
        {
            var output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellationToken),
                process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, string.Concat(output).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    public static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception failed)
        {
            throw new LocalServerException($"{info.FileName} can't be run: {failed.Message}", failed);
        }
    }

    public static ProcessStartInfo StartInfo(
        string file, IEnumerable<string> arguments, ServerAccount account, bool capture = true)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
            CreateNoWindow = true,
            UserName = account.Name,
            WorkingDirectory = OperatingSystem.IsWindows() ? "" : "/", // the account may not be able to enter ours
        };
        // PGDATA, PGHOST and the like describe another server.
        foreach (var name in info.Environment.Keys.ToList())
            if (name.StartsWith("PG", StringComparison.OrdinalIgnoreCase)) info.Environment.Remove(name);
        info.Environment["LC_ALL"] = "C"; // this program reads the messages
        info.Environment["TZ"] = "UTC"; // initdb would write the caller's time zone into the cluster
        return info;
    }
}

/// <summary>Finds the line of a program's output that says why the program failed.</summary>
internal static class LogSummary
{
    public static string Of(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Last("No space left") ?? Last("FATAL|PANIC") ?? Last("(?i)error") ?? Last("") ?? "it printed nothing";

        string? Last(string pattern) => lines.LastOrDefault(line => Regex.IsMatch(line, pattern));
    }
}
