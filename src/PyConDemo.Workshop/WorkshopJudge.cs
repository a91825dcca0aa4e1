namespace PyConDemo.Workshop;

/// <summary>Judges the lanes of this clone. What it needs is opened before the first check, and what the next check
/// needs is started after each one.</summary>
/// <param name="folder">The workshop's folder. It keeps the build and the images.</param>
/// <param name="onLine">Receives each line that the checked APIs print, from any thread.</param>
internal sealed class WorkshopJudge(string folder, LaneFiles files, Action<string> onLine) : ILaneJudge
{
    private LaneJudge? _judge;

    /// <summary>The folder of PostgreSQL's data and of its downloaded binaries. The server's account can't enter root's
    /// home folder, and a reboot empties /tmp.</summary>
    /// <param name="folder">The workshop's folder.</param>
    public static string ServerFolderOf(string folder)
        => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
            ? "/var/tmp/pycondemo-workshop" : Path.Combine(folder, "postgres");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var repository = Path.GetFullPath(Path.Combine(ApiProcess.Folder, "..", ".."));
        _judge = await LaneJudge.OpenAsync(repository, folder, ServerFolderOf(folder), onLine, cancellationToken);
    }

    public async Task<CheckResult> CheckAsync(
        Exercise exercise, Action<string> onPassed, CancellationToken cancellationToken)
    {
        var result = await _judge!.CheckAsync(exercise, files.PathOf(exercise), onPassed, cancellationToken);
        _judge.Prepare(exercise);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        if (_judge is not null) await _judge.DisposeAsync();
    }
}
