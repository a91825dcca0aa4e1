using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Postgres.Local;

/// <summary>Runs one of PostgreSQL's, or the system's, programs to its end.</summary>
internal static class ProcessRunner
{
    /// <summary>Cancelling kills the program and what it started.</summary>
    /// <exception cref="LocalServerException">The program can't be started at all.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string file, IEnumerable<string> arguments, ServerAccount account, CancellationToken cancellationToken, bool capture = true)
    {
        using var process = Start(StartInfo(file, arguments, account, capture));
        try
        {
            var output = capture ? await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken)) : [];
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

    public static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, ServerAccount account, bool capture = true)
    {
        var info = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
            CreateNoWindow = true,
            WorkingDirectory = OperatingSystem.IsWindows() ? "" : "/", // ours may be closed to the account
        };
        if (account.Name is { } name) info.UserName = name;
        foreach (var variable in info.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
            info.Environment.Remove(variable); // PGDATA and kin are about somebody else's server
        info.Environment["LC_ALL"] = "C"; // messages are read by this program
        return info;
    }
}
