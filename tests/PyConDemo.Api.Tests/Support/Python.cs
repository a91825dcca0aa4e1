using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Finds a Python that has the packages of the workshop's scripts.</summary>
public static class Python
{
    // Debian's packages belong to Debian's own Python, which may not be the first one on the PATH.
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3"];

    private static readonly Lazy<Task<string?>> Found = new(FindAsync);

    /// <summary>Runs a script in its folder. Returns its exit code and its output.</summary>
    public static async Task<(int ExitCode, string Output)> RunOrSkipAsync(
        string script, string databaseUrl, CancellationToken cancellationToken)
    {
        var python = await Found.Value;
        Assert.SkipWhen(python is null, "no python3 with django, sqlalchemy and psycopg2");

        return await RunAsync(new(python, [script])
        {
            WorkingDirectory = Path.GetDirectoryName(script),
            Environment = { ["DATABASE_URL"] = databaseUrl, ["PYTHONDONTWRITEBYTECODE"] = "1" },
        }, cancellationToken);
    }

    private static async Task<string?> FindAsync()
    {
        foreach (var candidate in Candidates)
        {
            try
            {
                var (exitCode, _) = await RunAsync(
                    new(candidate, ["-c", "import django, sqlalchemy, psycopg2"]), CancellationToken.None);
                if (exitCode == 0) return candidate;
            }
            catch (Win32Exception)
            {
                // This one doesn't exist, so the next one is tried.
            }
        }

        return null;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (
                process.StandardOutput.ReadToEndAsync(cancellationToken),
                process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill(); // no effect on one that has ended
        }
    }
}
