using PyConDemo.Workshop.ClassView;

namespace PyConDemo.Workshop;

/// <summary>Asks the judge about one lane, and remembers the answer.</summary>
/// <param name="reporter">Tells the host of the class. Null if no class was joined.</param>
internal sealed class LaneCheck(
    LaneFiles files, AttendeeProgress progress, ILaneJudge judge, ClassReporter? reporter = null)
{
    private Task? _prepared;

    /// <summary>Checks the attendee's file as it is now. Nothing is remembered yet.</summary>
    /// <param name="onPassed">Called with each step's name when it has passed, from any thread.</param>
    public async Task<Verdict> RunAsync(
        Exercise exercise, Action<string> onPassed, CancellationToken cancellationToken)
    {
        var wasDone = progress.Of(exercise.Slug).Done;
        if (!files.Exists(exercise)) return new Verdict.FileGone(exercise, wasDone);
        try
        {
            await PrepareAsync(cancellationToken);
            var result = await judge.CheckAsync(exercise, onPassed, cancellationToken);
            return new Verdict.Judged(exercise, wasDone, result);
        }
        catch (CompileErrorsException e)
        {
            return new Verdict.NotCompiled(exercise, wasDone, e.Errors);
        }
        catch (Exception e) when (e is ApiException or BuildFailedException)
        {
            return new Verdict.NotChecked(exercise, wasDone, e.Message); // code of the attendee can stop the API
        }
    }

    /// <summary>Keeps ✔ once it is there: an experiment after it does not clear it. Tells the host, if there is one.
    /// </summary>
    public async Task RememberAsync(Verdict verdict, CancellationToken cancellationToken)
    {
        var (step, last) = verdict switch
        {
            Verdict.Judged { Result.Refused: var (refused, why) } => (refused, why.Message),
            Verdict.NotCompiled => ("compiles", "It does not compile."),
            _ => (null, null),
        };
        if (!verdict.IsAccepted && last is null) return;
        await progress.ChangeAsync(
            verdict.Exercise.Slug,
            state => state.Done ? state : state with { Done = verdict.IsAccepted, Last = last },
            cancellationToken);
        reporter?.Send(progress.Done, verdict.Exercise.Slug, step);
    }

    /// <summary>Prepares the judge once. A cancelled or failed preparation starts again with the next check.</summary>
    private Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_prepared is null or { IsFaulted: true } or { IsCanceled: true })
            _prepared = judge.PrepareAsync(cancellationToken);
        return _prepared;
    }
}
