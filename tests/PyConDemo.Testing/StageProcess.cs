using System.Diagnostics;

namespace PyConDemo.Testing;

/// <summary>The stage's program, as a speaker starts it. The project that calls this references the stage.</summary>
public sealed class StageProcess : IAsyncDisposable
{
    private const string BeforeAddress = "Page    ";

    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly Action<string> _onLine;
    private string _lastLine = "it printed nothing";

    private StageProcess(ProcessStartInfo command, Action<string> onLine)
    {
        _onLine = onLine;
        _process = new() { StartInfo = command };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The page's address, after <see cref="ServeAsync"/>.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>The command that starts the program. Its output is read by the caller.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> arguments) => new(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "PyConDemo.Stage.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["PYCONDEMO_API_PORT"] = "0" }, // tests start many APIs at the same time
    };

    /// <param name="onLine">Receives each line of output and errors.</param>
    public static StageProcess Start(ProcessStartInfo command, Action<string> onLine) => new(command, onLine);

    /// <summary>Starts the page on a free port, and waits until it is served.</summary>
    /// <param name="settings">Variables of its environment.</param>
    /// <exception cref="InvalidOperationException">The program ended. The message has its last line.</exception>
    public static async Task<StageProcess> ServeAsync(
        IEnumerable<KeyValuePair<string, string>> settings, Action<string> onLine, params IEnumerable<string> arguments)
    {
        var command = Command(["--no-open", "--urls", "http://127.0.0.1:0", .. arguments]);
        foreach (var (name, value) in settings) command.Environment[name] = value;
        var stage = Start(command, onLine);
        if (await Task.WhenAny(stage._address.Task, stage._process.WaitForExitAsync()) != stage._address.Task)
            throw new InvalidOperationException($"The stage ended: {stage._lastLine}");
        stage.Address = await stage._address.Task;
        return stage;
    }

    /// <summary>Waits for the program's end.</summary>
    /// <param name="accepted">The exit codes that are no failure.</param>
    /// <exception cref="InvalidOperationException">The program failed. The message has its last line.</exception>
    public async Task EndAsync(IReadOnlyCollection<int> accepted, CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if (!accepted.Contains(_process.ExitCode))
            throw new InvalidOperationException($"The stage failed: {_lastLine}");
    }

    /// <summary>Finds the API's process as the child of the stage's. Linux only.</summary>
    public Process Api() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == _process.Id)
        .Select(Process.GetProcessById).Single();

    public async ValueTask DisposeAsync()
    {
        using (_process) await _process.StopAsync();
    }

    /// <summary>The parent is the fourth field. The second may contain spaces but ends with a parenthesis.</summary>
    private static int ParentOf(int id)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], null);
        }
        catch (IOException)
        {
            return 0; // the process has ended in the meantime
        }
    }

    private void Read(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _lastLine = line.Trim();
        if (line.StartsWith(BeforeAddress, StringComparison.Ordinal))
            _address.TrySetResult(new Uri(line[BeforeAddress.Length..].Split(' ')[0]));
        _onLine(line);
    }
}
