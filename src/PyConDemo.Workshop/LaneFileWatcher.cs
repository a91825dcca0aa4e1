using System.Threading.Channels;
using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop;

/// <summary>Reports which exercise's folder was saved to, once per save, though editors write several times.</summary>
internal sealed class LaneFileWatcher : IDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(250);
    private readonly Channel<string> _saved = Channel.CreateUnbounded<string>();
    private readonly FileSystemWatcher _watcher;

    public LaneFileWatcher()
    {
        _watcher = new(Path.Combine(ApiProcess.Folder, "AntiPatterns"), "*.cs") { IncludeSubdirectories = true };
        _watcher.Changed += (_, e) => _saved.Writer.TryWrite(e.FullPath);
        _watcher.Created += (_, e) => _saved.Writer.TryWrite(e.FullPath);
        _watcher.Renamed += (_, e) => _saved.Writer.TryWrite(e.FullPath); // some editors write a new file and rename it
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for the next save, and until the editor has stopped writing.</summary>
    public async Task<Exercise> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var path = await _saved.Reader.ReadAsync(cancellationToken);
            do await Task.Delay(QuietTime, cancellationToken);
            while (ReadAll(ref path));
            var folders = Path.GetRelativePath(_watcher.Path, path).Split(Path.DirectorySeparatorChar);
            if (ExerciseCatalog.All.FirstOrDefault(e => e.Name == folders[0]) is { } exercise) return exercise;
        }
    }

    public void Dispose() => _watcher.Dispose();

    private bool ReadAll(ref string path)
    {
        var any = false;
        while (_saved.Reader.TryRead(out var next)) (path, any) = (next, true);
        return any;
    }
}
