using System.ComponentModel;
using Microsoft.AspNetCore.Connections;
using PyConDemo.Postgres;

namespace PyConDemo.Api.Hosting;

/// <summary>Ends a program that can't start with one clear line, and no stack trace, and exit code 1.</summary>
public static class StartupErrors
{
    /// <summary>Runs <paramref name="program"/> and prints the errors that a user can fix. Others pass.</summary>
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
            // Ctrl-C while the program was starting is not an error.
        }
    }

    /// <summary>Prints the line to standard error, and sets the exit code of the process to 1.</summary>
    public static void Report(string line)
    {
        Console.Error.WriteLine(line);
        Environment.ExitCode = 1;
    }

    /// <summary>The message of an error in one line, with the cause that a driver wraps.</summary>
    public static string Line(Exception error)
    {
        var message = error is PostgresException refused ? refused.MessageText : error.Message;
        var isTold = error.InnerException is not { } inner || message.Contains(inner.Message, StringComparison.Ordinal);
        return (isTold ? message : $"{message} ({error.InnerException!.Message})").ReplaceLineEndings(" ");
    }

    private static string? Explain(Exception error) => error switch
    {
        OptionsValidationException bad => $"Bad setting: {string.Join(" ", bad.Failures)}",
        PostgresUnavailableException => error.Message,
        // Kestrel wraps "address already in use" in an IOException whose message names the address.
        IOException { InnerException: AddressInUseException } =>
            $"{error.Message} Is another copy running? Choose another address with --urls http://127.0.0.1:5081",
        // An address that is none or isn't this machine's, or https without a certificate: each is another type.
        _ when error.StackTrace?.Contains("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) is true =>
            $"The program can't listen at its address: {Line(error).TrimEnd('.')}. Choose another with --urls.",
        InvalidOperationException
            when error.StackTrace?.Contains("Microsoft.Extensions.Logging", StringComparison.Ordinal) is true =>
            $"Bad setting in the section Logging: {Line(error)}",
        NpgsqlException => $"The database can't be used: {Line(error)}",
        // For example a full disk, a folder without the right to write, or an appsettings.json that is no JSON.
        IOException or UnauthorizedAccessException or Win32Exception or InvalidDataException =>
            $"The program can't start: {Line(error)}",
        _ => null,
    };
}
