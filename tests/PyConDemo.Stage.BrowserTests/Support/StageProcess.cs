using System.Diagnostics;
using PyConDemo.Stage.CommandLine;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>The program as a speaker starts it, but on a free port.</summary>
internal sealed class StageProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StageProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="folder">The folder for data, objects and replays.</param>
    public static async Task<StageProcess> StartAsync(ScratchFolder folder, params string[] arguments)
    {
        string[] fixedArguments = [typeof(StageCommandLine).Assembly.Location, "--no-open", "--urls", "http://127.0.0.1:0"];
        var start = new ProcessStartInfo("dotnet", [.. fixedArguments, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in folder.Settings()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => TestContext.Current.SendDiagnosticMessage($"stage: {line.Data}");
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync();
        const string before = "The stage is at ";
        if (line?.StartsWith(before, StringComparison.Ordinal) != true)
            throw new InvalidOperationException($"The stage wrote: {line}");
        return new StageProcess(process, new Uri(line[before.Length..]));
    }

    /// <summary>Finds the API's process as the child of the stage's. Linux only.</summary>
    public Process Api() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == _process.Id)
        .Select(Process.GetProcessById).Single();

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

    public async ValueTask DisposeAsync()
    {
        using (_process) await _process.StopAsync();
    }
}
