using PyConDemo.ApiClient;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop;

/// <summary>What the workshop command does: build, examine, remember, and again at the next save. For one thread.</summary>
internal sealed class WorkshopSession(string folder, WorkshopConsole board, bool verbose)
{
    private readonly AttendeeProgress _progress = AttendeeProgress.Read(folder);
    private readonly ApiBuild _build = new(ApiProcess.Folder, Path.Combine(folder, "build"));

    public void WriteList() => board.WriteList(_progress);

    /// <param name="exercise">Null: the one in work.</param>
    public void WriteHint(Exercise? exercise)
    {
        exercise ??= _progress.Current();
        var state = _progress.Of(exercise.Slug);
        var number = Math.Min(state.Hints + 1, exercise.Hints.Count);
        _progress.Set(exercise.Slug, state with { Hints = number });
        board.WriteHint(exercise, number);
    }

    /// <param name="exercise">Null: the one in work.</param>
    public void WriteSolution(Exercise? exercise) => board.WriteSolution(exercise ?? _progress.Current());

    /// <returns>Whether the lane is accepted.</returns>
    /// <exception cref="ApiException">The check could not be made.</exception>
    public async Task<bool> CheckAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        board.WriteExercise(exercise);
        board.WriteNote("Building …");
        var errors = await _build.RunAsync(cancellationToken);
        if (errors.Count > 0)
        {
            board.WriteErrors(errors);
            return false;
        }

        board.WriteNote("Starting two APIs on data that you don't see …");
        await using var room = await GradingSession.OpenAsync(_build.Program, Settings(), verbose ? Console.Error.WriteLine : null, cancellationToken);
        var result = await Checker.CheckAsync(exercise, room.Apis(), board.WritePassed, cancellationToken);
        _progress.Set(exercise.Slug, _progress.Of(exercise.Slug) with { Done = result.IsAccepted, Last = result.Refused?.Why.Message });
        board.WriteResult(result);
        return result.IsAccepted;
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var watcher = new LaneFileWatcher(); // before the first check: a save in the middle of it counts
        board.WriteList(_progress);
        for (var exercise = _progress.Current(); ; exercise = await watcher.NextAsync(cancellationToken))
        {
            var before = _progress.Of(exercise.Slug).Done;
            try
            {
                await CheckAsync(exercise, cancellationToken);
            }
            catch (Exception e) when (e is ApiException or BuildFailedException)
            {
                board.WriteNote(e.Message); // an exercise that brings the API down can be mended, too
            }

            if (_progress.Of(exercise.Slug).Done && !before) board.WriteList(_progress);
            board.WriteNote($"Waiting for the next save of a …Yours.cs (next: {_progress.Current().Slug}). Ctrl-C ends.");
        }
    }

    private Dictionary<string, string> Settings() => new() { ["Storage__Folder"] = Path.Combine(folder, "objects") };
}
