using System.Security.Cryptography;
using System.Text;

namespace PyConDemo.Workshop;

/// <summary>Builds and checks the attendee's lanes, and remembers the results. For one thread.</summary>
internal sealed class WorkshopSession(string folder, WorkshopConsole console, bool verbose)
{
    private readonly AttendeeProgress _progress = AttendeeProgress.Read(folder);
    private readonly ApiBuild _build = new(ApiProcess.Folder, Path.Combine(folder, "build"));

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

    public void WriteList() => console.WriteList(_progress);

    /// <param name="exercise">Null for the current one.</param>
    public void WriteHint(Exercise? exercise)
    {
        exercise ??= _progress.Current();
        var state = _progress.Of(exercise.Slug);
        var number = Math.Min(state.Hints + 1, exercise.Hints.Count);
        _progress.Set(exercise.Slug, state with { Hints = number });
        console.WriteHint(exercise, number);
    }

    /// <param name="exercise">Null for the current one.</param>
    public void WriteSolution(Exercise? exercise) => console.WriteSolution(exercise ?? _progress.Current());

    /// <returns>Whether the lane is accepted.</returns>
    /// <exception cref="ApiException">The check itself failed.</exception>
    /// <exception cref="BuildFailedException">The build could not run.</exception>
    public async Task<bool> CheckAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        console.WriteExercise(exercise);
        console.WriteNote("Building …");
        var errors = await _build.RunAsync(cancellationToken);
        if (errors.Count > 0)
        {
            console.WriteErrors(errors);
            return false;
        }

        console.WriteNote("Starting two APIs with test data that differs from yours …");
        var settings = new Dictionary<string, string> { ["Storage__Folder"] = Path.Combine(folder, "objects") };
        await using var session = await GradingSession.OpenAsync(
            _build.Program, settings, Show, cancellationToken);
        var result = await Checker.CheckAsync(exercise, session.Apis(), console.WritePassed, cancellationToken);
        var state = _progress.Of(exercise.Slug) with { Done = result.IsAccepted, Last = result.Refused?.Why.Message };
        _progress.Set(exercise.Slug, state);
        console.WriteResult(result);
        return result.IsAccepted;

        void Show(string line)
        {
            if (verbose || StartLines.KindOf(line) is StartLine.Download) Console.Error.WriteLine(line);
        }
    }

    /// <summary>Checks the current exercise, and then the saved one after each save, until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var watcher = new LaneFileWatcher(); // before the first check: a save during that check counts
        WriteList();
        for (var exercise = _progress.Current(); ; exercise = await watcher.NextAsync(cancellationToken))
        {
            var wasDone = _progress.Of(exercise.Slug).Done;
            try
            {
                await CheckAsync(exercise, cancellationToken);
            }
            catch (Exception e) when (e is ApiException or BuildFailedException)
            {
                console.WriteNote(e.Message); // the attendee can fix code that stops the API or the build
            }

            if (_progress.Of(exercise.Slug).Done && !wasDone) WriteList();
            console.WriteNote("Save a file …Yours.cs, and it is checked. "
                + $"The next exercise is {_progress.Current().Slug}. Ctrl-C ends the program.");
        }
    }
}
