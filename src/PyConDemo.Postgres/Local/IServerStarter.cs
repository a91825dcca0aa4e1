namespace PyConDemo.Postgres.Local;

/// <summary>Starts the server of a cluster directory. Its disposal leaves the server running.</summary>
internal interface IServerStarter : IAsyncDisposable
{
    /// <returns>True when the server accepts connections. If it is false, the server's log says why.</returns>
    Task<bool> StartServerAsync();
}

/// <summary>Starts the server with pg_ctl, for Windows. It survives a kill, and the next start adopts it.</summary>
internal sealed class PgCtlStarter(ClusterDirectory directory, ServerBinaries binaries) : IServerStarter
{
    public async Task<bool> StartServerAsync()
    {
        var log = Path.GetFileName(directory.Log);
        string[] arguments = ["start", "-D", directory.RelativeData, "-l", log, "-w", "-t", "60"];
        // On Windows the server inherits captured pipes and keeps them open, so the output isn't captured.
        var info = ProcessRunner.StartInfo(binaries.PgCtl, arguments, ServerAccount.CurrentUser, capture: false);
        info.WorkingDirectory = directory.Folder;
        using var pgCtl = ProcessRunner.Start(info);
        await pgCtl.WaitForExitAsync();
        return pgCtl.ExitCode == 0;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
