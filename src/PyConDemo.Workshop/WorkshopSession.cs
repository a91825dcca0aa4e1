using System.Security.Cryptography;
using System.Text;
using PyConDemo.Workshop.ClassView;

namespace PyConDemo.Workshop;

/// <summary>What an attendee can do with the lanes: check, watch, read hints, and reset. For one thread.</summary>
/// <param name="folder">The workshop's folder. It keeps the progress.</param>
internal sealed class WorkshopSession(string folder, WorkshopConsole console, LaneFiles files, ILaneJudge judge)
{
    private readonly AttendeeProgress _progress = new(folder);

    /// <summary>Where the workshop keeps its build, its images and the progress: the environment variable
    /// PYCONDEMO_WORKSHOP, or a folder per clone in the user's local data.</summary>
    public static string DefaultFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("PYCONDEMO_WORKSHOP") is { Length: > 0 } chosen)
                return Path.GetFullPath(chosen);
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            var clone = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiProcess.Folder)))[..8];
            return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "PyConDemo", "workshop", clone);
        }
    }

    private LaneReset Reset => new(files, _progress, folder);

    public void WriteList() => console.WriteList(_progress);

    /// <param name="exercise">Null for the current one.</param>
    public async Task WriteHintAsync(Exercise? exercise, CancellationToken cancellationToken)
    {
        exercise ??= _progress.Current();
        console.WriteHint(exercise, (await _progress.GiveHintAsync(exercise, cancellationToken)).Hints);
    }

    /// <param name="exercise">Null for the current one.</param>
    public void WriteSolution(Exercise? exercise)
    {
        exercise ??= _progress.Current();
        if (!files.Exists(exercise)) throw new InvalidInputException($"{LaneFiles.NameOf(exercise)} is gone.");
        console.WriteSolution(exercise);
    }

    /// <returns>Whether the lane is accepted.</returns>
    public async Task<bool> CheckAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        console.WriteExercise(exercise);
        console.WriteNote("Checking …");
        await using var reporter = OpenReporter(console.WriteNote);
        var checks = new LaneCheck(files, _progress, judge, reporter);
        var verdict = await checks.RunAsync(exercise, console.WritePassed, cancellationToken);
        await checks.RememberAsync(verdict, cancellationToken);
        console.WriteVerdict(verdict);
        return verdict.IsAccepted;
    }

    /// <summary>Restores the attendee's file. If it has changes, somebody has to agree.</summary>
    /// <param name="agreed">Whether the command line already agrees.</param>
    /// <param name="canAsk">Whether somebody can answer a question.</param>
    /// <returns>Whether the file is reset.</returns>
    /// <exception cref="InvalidInputException">Nobody agreed, and nobody can be asked.</exception>
    public async Task<bool> ResetAsync(
        Exercise exercise, bool agreed, bool canAsk, CancellationToken cancellationToken)
    {
        var name = LaneFiles.NameOf(exercise);
        if (!agreed && await Reset.HasChangesAsync(exercise, cancellationToken))
        {
            if (!canAsk) throw new InvalidInputException($"{name} has changes. Add --yes to reset it.");
            if (!await console.ConfirmAsync($"{name} has changes. Reset it?", cancellationToken)) return false;
        }

        var backup = await Reset.ResetAsync(exercise, cancellationToken);
        console.WriteNote(WorkshopConsole.ResetDone(exercise, backup));
        return true;
    }

    /// <summary>Checks the current exercise, and then the saved one after each save.</summary>
    /// <param name="hasKeys">Whether the attendee can press keys.</param>
    /// <param name="fillsScreen">Whether the screen may be cleared.</param>
    public async Task WatchAsync(bool hasKeys, bool fillsScreen, CancellationToken cancellationToken)
    {
        console.HasKeys = hasKeys;
        using var watcher = new LaneFileWatcher(files); // before the first check: a save during that check counts
        IWatchView view = fillsScreen
            ? new ScreenView(console, _progress)
            : new PlainView(console, _progress, hasKeys);
        WatchLoop? loop = null;
        await using var reporter = OpenReporter(text => loop?.Note(text));
        reporter?.Send(_progress.Done, exercise: null, refused: null);
        loop = new(files, _progress, Reset, new(files, _progress, judge, reporter), view);
        using var resized = TerminalSize.OnChanged(loop.Resized);
        var keys = hasKeys ? KeyReader.ReadAsync(cancellationToken) : AsyncEnumerable.Empty<char>();
        await loop.RunAsync(keys, watcher.ReadAsync(cancellationToken), cancellationToken);
    }

    /// <param name="onFailed">Receives one line when the host can't be reached.</param>
    /// <returns>Null if no class was joined.</returns>
    private ClassReporter? OpenReporter(Action<string> onFailed)
        => ClassMembership.Read(folder) is { } membership ? new(membership, onFailed) : null;
}
