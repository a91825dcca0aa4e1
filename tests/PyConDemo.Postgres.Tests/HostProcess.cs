using System.Diagnostics;

namespace PyConDemo.Postgres.Tests;

/// <summary>The host program: another process that uses a cluster, and that a test may kill.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static HostProcess Start(string? dataFolder)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "PyConDemo.Postgres.Host.dll"), .. dataFolder is null ? Array.Empty<string>() : [dataFolder]];
        return new(Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
    }

    /// <summary>Waits until it serves.</summary>
    public async Task<(string ConnectionString, string Description)> ServingAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var first = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        if (first?.StartsWith("serving ", StringComparison.Ordinal) is not true)
            Assert.Fail($"It does not serve: {first}\n{await _process.StandardOutput.ReadToEndAsync(cancellationToken)}");
        return (first!["serving ".Length..], (await _process.StandardOutput.ReadLineAsync(cancellationToken))!);
    }

    public async Task KillAsync(bool tree = false)
    {
        _process.Kill(tree);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> LeaveAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
