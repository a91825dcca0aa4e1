using System.Diagnostics;

namespace PyConDemo.Postgres.Tests;

/// <summary>The host program is another process that uses a cluster. A test may kill it.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static HostProcess Start(string? dataFolder, params (string Name, string Value)[] variables)
    {
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "PyConDemo.Postgres.Host.dll")];
        if (dataFolder is not null) arguments.Add(dataFolder);
        var info = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in variables)
            info.Environment[name] = value;
        return new(Process.Start(info)!);
    }

    /// <summary>Waits until the program has a server.</summary>
    public async Task<(string ConnectionString, string Description)> ServingAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var first = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        if (first?.StartsWith("serving ", StringComparison.Ordinal) is not true)
        {
            var rest = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
            Assert.Fail($"It has no server: {first}\n{rest}");
        }

        return (first!["serving ".Length..], (await _process.StandardOutput.ReadLineAsync(cancellationToken))!);
    }

    /// <summary>Reads the settings with which a session of the program starts. Comes after <see cref="ServingAsync"/>.
    /// </summary>
    public async Task<string> SessionAsync()
        => (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;

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
