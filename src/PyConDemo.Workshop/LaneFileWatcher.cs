using System.Threading.Channels;
using PyConDemo.ApiClient;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop;

/// <summary>Tells which exercise's folder was written to. Editors write a file several times; one save is told once.</summary>
internal sealed class LaneFileWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private readonly Channel<string> _saved = Channel.CreateUnbounded<string>();
    private readonly FileSystemWatcher _watcher;

    public LaneFileWatcher()
    {
        _watcher = new(Path.Combine(ApiProcess.Folder, "AntiPatterns"), "*.cs") { IncludeSubdirectories = true };
        _watcher.Changed += (_, e) => _saved.Writer.TryWrite(e.FullPath);
        _watcher.Created += (_, e) => _saved.Writer.TryWrite(e.FullPath);
        _watcher.Renamed += (_, e) => _saved.Writer.TryWrite(e.FullPath); // how editors save that write beside first
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for the next save, and until the editor is quiet again.</summary>
    public async Task<Exercise> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var path = await _saved.Reader.ReadAsync(cancellationToken);
            do await Task.Delay(Quiet, cancellationToken);
            while (Drain(ref path));
            var folders = Path.GetRelativePath(_watcher.Path, path).Split(Path.DirectorySeparatorChar);
            if (ExerciseCatalog.All.FirstOrDefault(e => e.Name == folders[0]) is { } exercise) return exercise;
        }
    }

    public void Dispose() => _watcher.Dispose();

    private bool Drain(ref string path)
    {
        var any = false;
        while (_saved.Reader.TryRead(out var next)) (path, any) = (next, true);
        return any;
    }
}
