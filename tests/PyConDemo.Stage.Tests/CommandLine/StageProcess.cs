using System.Diagnostics;
using PyConDemo.CommandLine;
using PyConDemo.Stage.CommandLine;

namespace PyConDemo.Stage.Tests.CommandLine;

/// <summary>Runs the built program.</summary>
internal static class StageProcess
{
    public static async Task<(ExitCode Code, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Command(arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return ((ExitCode)process.ExitCode, error.Trim());
    }

    public static ProcessStartInfo Command(params string[] arguments) => new(
        "dotnet", [typeof(StageCommandLine).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
