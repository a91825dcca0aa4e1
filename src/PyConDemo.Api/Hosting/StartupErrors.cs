using Microsoft.Extensions.Options;
using PyConDemo.Postgres;

namespace PyConDemo.Api.Hosting;

/// <summary>Ends a program that cannot start with one clear line and exit code 1, where a stack trace would help nobody.</summary>
public static class StartupErrors
{
    /// <summary>Runs <paramref name="program"/>; errors that a user can mend are printed, all others pass through.</summary>
    public static async Task HandleAsync(Func<Task> program)
    {
        try
        {
            await program();
        }
        catch (Exception error) when (Explain(error) is { } line)
        {
            Report(line);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C while the program was still starting: an end, not an error.
        }
    }

    /// <summary>Prints the line to standard error and makes the process end with exit code 1.</summary>
    public static void Report(string line)
    {
        Console.Error.WriteLine(line);
        Environment.ExitCode = 1;
    }

    private static string? Explain(Exception error) => error switch
    {
        OptionsValidationException bad => $"Bad setting: {string.Join(" ", bad.Failures)}",
        PostgresUnavailableException none => none.Message,
        // Kestrel wraps "address already in use" in an IOException whose message names the address.
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken =>
            $"{taken.Message} Is another copy running? Choose another address with --urls http://127.0.0.1:5081",
        _ => null,
    };
}
