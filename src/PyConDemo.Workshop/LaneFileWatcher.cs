using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop;

/// <summary>Reports which files were saved, once per save, though editors write several times.</summary>
internal sealed class LaneFileWatcher : IDisposable
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(250);
    private readonly Channel<string> _paths = Channel.CreateUnbounded<string>();
    private readonly LaneFiles _files;
    private readonly FileSystemWatcher _watcher;

    public LaneFileWatcher(LaneFiles files)
    {
        _files = files;
        _watcher = new(files.Folder) { IncludeSubdirectories = true };
        _watcher.Changed += (_, e) => Add(e.FullPath);
        _watcher.Created += (_, e) => Add(e.FullPath);
        _watcher.Deleted += (_, e) => Add(e.FullPath);
        _watcher.Renamed += (_, e) =>
        {
            Add(e.OldFullPath); // some editors rename the file to a backup,
            Add(e.FullPath); // and some write a new file and rename it
        };
        _watcher.Error += (_, e) => OnError(e.GetException());
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Returns the saves, each after the editor has stopped writing. Files saved at once come
    /// together.</summary>
    /// <exception cref="IOException">The system cannot watch the folder any more.</exception>
    public async IAsyncEnumerable<LaneFileChanges> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _paths.Reader.WaitToReadAsync(cancellationToken))
        {
            var paths = new HashSet<string>();
            while (ReadAll(paths)) await Task.Delay(QuietTime, cancellationToken);
            yield return LaneFileChanges.Of(paths, _files);
        }
    }

    public void Dispose() => _watcher.Dispose();

    private void Add(string path)
    {
        if (_files.ExerciseOf(path) is not null) _paths.Writer.TryWrite(path);
    }

    private void OnError(Exception error)
    {
        if (error is InternalBufferOverflowException)
        {
            foreach (var exercise in ExerciseCatalog.All) Add(_files.PathOf(exercise)); // any of them may be saved
        }
        else
        {
            _paths.Writer.TryComplete(new IOException($"The files cannot be watched: {error.Message}", error));
        }
    }

    private bool ReadAll(HashSet<string> paths)
    {
        var any = false;
        for (; _paths.Reader.TryRead(out var path); any = true) paths.Add(path);
        return any;
    }
}

/// <summary>What was saved or deleted at once.</summary>
/// <param name="Lanes">The exercises whose own file it was, in the documents' order.</param>
/// <param name="Others">The names of other C# files in an exercise's folder. They are not checked.</param>
internal sealed record LaneFileChanges(
    IReadOnlyList<Exercise> Lanes, IReadOnlyList<(Exercise Exercise, string Name)> Others)
{
    public static LaneFileChanges Of(IReadOnlySet<string> paths, LaneFiles files) => new(
        [.. ExerciseCatalog.All.Where(exercise => paths.Contains(files.PathOf(exercise)))],
        [
            .. from exercise in ExerciseCatalog.All
               from path in paths.Order(StringComparer.Ordinal)
               where files.ExerciseOf(path) == exercise && path != files.PathOf(exercise)
               select (exercise, Path.GetFileName(path)),
        ]);
}
