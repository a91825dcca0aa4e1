using System.Diagnostics;

namespace PyConDemo.Postgres.Tests;

/// <summary>The host program: another process that uses a cluster, and that a test may kill.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;

    private HostProcess(Process process) => this.process = process;

    public static HostProcess Start(string? dataFolder)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "PyConDemo.Postgres.Host.dll"), .. dataFolder is null ? Array.Empty<string>() : [dataFolder]];
        return new(Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
    }

    /// <summary>Waits until it serves.</summary>
    public async Task<(string ConnectionString, string Description)> ServingAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var first = await process.StandardOutput.ReadLineAsync(cancel);
        if (first?.StartsWith("serving ", StringComparison.Ordinal) is not true)
            Assert.Fail($"It does not serve: {first}\n{await process.StandardOutput.ReadToEndAsync(cancel)}");
        return (first!["serving ".Length..], (await process.StandardOutput.ReadLineAsync(cancel))!);
    }

    public async Task KillAsync(bool tree = false)
    {
        process.Kill(tree);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> LeaveAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
