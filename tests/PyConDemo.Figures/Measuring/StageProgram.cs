using System.Diagnostics;
using PyConDemo.CommandLine;
using PyConDemo.Stage.CommandLine;

namespace PyConDemo.Figures.Measuring;

/// <summary>Runs the stage in a separate process, as a speaker starts it.</summary>
internal sealed class StageProgram : IAsyncDisposable
{
    private const string Before = "The stage is at ";

    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private string _lastLine = "it printed nothing";

    /// <param name="heard">Receives each line of the program's output.</param>
    public StageProgram(Action<string> heard, params string[] arguments)
    {
        string[] command = [typeof(StageCommandLine).Assembly.Location, .. arguments, "--scale", "medium"];
        var start = new ProcessStartInfo("dotnet", command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, heard);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, heard);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until the page is served.</summary>
    public async Task<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        var ended = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(_address.Task, ended) == ended)
            throw new InvalidOperationException($"The stage ended: {_lastLine}");
        return await _address.Task;
    }

    /// <exception cref="InvalidOperationException">The program failed. The message has its last line.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if ((ExitCode)_process.ExitCode is not (ExitCode.Success or ExitCode.Refused))
            throw new InvalidOperationException($"The stage failed: {_lastLine}");
    }

    public async ValueTask DisposeAsync()
    {
        using (_process) await _process.StopAsync();
    }

    private void Hear(string? line, Action<string> heard)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _lastLine = line.Trim();
        if (line.StartsWith(Before, StringComparison.Ordinal)) _address.TrySetResult(new Uri(line[Before.Length..]));
        heard(line);
    }
}
