using PyConDemo.ApiClient;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop;

/// <summary>What the workshop command does: build, examine, remember, and again at the next save. For one thread.</summary>
internal sealed class WorkshopSession(string folder, WorkshopConsole board, bool verbose)
{
    private readonly AttendeeProgress _progress = AttendeeProgress.Read(folder);
    private readonly ApiBuild _build = new(ApiProcess.Folder, Path.Combine(folder, "build"));

    public void List() => board.List(_progress);

    /// <param name="exercise">Null: the one in work.</param>
    public void Hint(Exercise? exercise)
    {
        exercise ??= _progress.InWork();
        var standing = _progress.Of(exercise.Slug);
        var number = Math.Min(standing.Hints + 1, exercise.Hints.Count);
        _progress.Set(exercise.Slug, standing with { Hints = number });
        board.Hint(exercise, number);
    }

    /// <param name="exercise">Null: the one in work.</param>
    public void Solution(Exercise? exercise) => board.Solution(exercise ?? _progress.InWork());

    /// <returns>Whether the lane is accepted.</returns>
    /// <exception cref="ApiException">The check could not be made.</exception>
    public async Task<bool> CheckAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        board.Begin(exercise);
        board.Note("Building …");
        var errors = await _build.RunAsync(cancellationToken);
        if (errors.Count > 0)
        {
            board.Errors(errors);
            return false;
        }

        board.Note("Starting two APIs on data that you don't see …");
        await using var room = await GradingSession.OpenAsync(_build.Program, Settings(), verbose ? Console.Error.WriteLine : null, cancellationToken);
        var result = await Checker.CheckAsync(exercise, room.Apis(), board.Passed, cancellationToken);
        _progress.Set(exercise.Slug, _progress.Of(exercise.Slug) with { Done = result.IsAccepted, Last = result.Refused?.Why.Message });
        board.Say(result);
        return result.IsAccepted;
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var watcher = new LaneFileWatcher(); // before the first check: a save in the middle of it counts
        board.List(_progress);
        for (var exercise = _progress.InWork(); ; exercise = await watcher.NextAsync(cancellationToken))
        {
            var before = _progress.Of(exercise.Slug).Done;
            try
            {
                await CheckAsync(exercise, cancellationToken);
            }
            catch (Exception e) when (e is ApiException or BuildFailedException)
            {
                board.Note(e.Message); // an exercise that brings the API down can be mended, too
            }

            if (_progress.Of(exercise.Slug).Done && !before) board.List(_progress);
            board.Note($"Waiting for the next save of a …Yours.cs (next: {_progress.InWork().Slug}). Ctrl-C ends.");
        }
    }

    private Dictionary<string, string> Settings() => new() { ["Storage__Folder"] = Path.Combine(folder, "objects") };
}
