using System.Threading.Channels;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Workshop;

/// <summary>Tells which exercise's folder was written to. Editors write a file several times; one save is told once.</summary>
internal sealed class YoursWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);
    private readonly Channel<string> saved = Channel.CreateUnbounded<string>();
    private readonly FileSystemWatcher watcher;

    public YoursWatcher()
    {
        watcher = new(Path.Combine(ApiProcess.Folder, "AntiPatterns"), "*.cs") { IncludeSubdirectories = true };
        watcher.Changed += (_, e) => saved.Writer.TryWrite(e.FullPath);
        watcher.Created += (_, e) => saved.Writer.TryWrite(e.FullPath);
        watcher.Renamed += (_, e) => saved.Writer.TryWrite(e.FullPath); // how editors save that write beside first
        watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for the next save, and until the editor is quiet again.</summary>
    public async Task<Exercise> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            var path = await saved.Reader.ReadAsync(cancel).ConfigureAwait(false);
            do await Task.Delay(Quiet, cancel).ConfigureAwait(false);
            while (Drain(ref path));
            var folders = Path.GetRelativePath(watcher.Path, path).Split(Path.DirectorySeparatorChar);
            if (ExerciseCatalog.All.FirstOrDefault(e => e.Name == folders[0]) is { } exercise) return exercise;
        }
    }

    public void Dispose() => watcher.Dispose();

    private bool Drain(ref string path)
    {
        var any = false;
        while (saved.Reader.TryRead(out var next)) (path, any) = (next, true);
        return any;
    }
}
