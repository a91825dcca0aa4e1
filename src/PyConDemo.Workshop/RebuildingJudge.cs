namespace PyConDemo.Workshop;

/// <summary>Builds the whole API for each check, and starts two of it.</summary>
/// <param name="folder">The workshop's folder. It keeps the build and the images.</param>
/// <param name="onLine">Receives each line that the checked APIs print, from any thread.</param>
internal sealed class RebuildingJudge(string folder, Action<string> onLine) : ILaneJudge
{
    private readonly ApiBuild _build = new(ApiProcess.Folder, Path.Combine(folder, "build"));

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<CheckResult> CheckAsync(
        Exercise exercise, Action<string> onPassed, CancellationToken cancellationToken)
    {
        var errors = await _build.RunAsync(cancellationToken);
        if (errors.Count > 0) throw new CompileErrorsException(errors);
        var settings = new Dictionary<string, string> { ["Storage__Folder"] = Path.Combine(folder, "objects") };
        await using var session = await GradingSession.OpenAsync(
            _build.Program, settings, onLine, cancellationToken);
        return await Checker.CheckAsync(exercise, session.Apis(), onPassed, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
