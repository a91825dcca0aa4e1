namespace PyConDemo.Postgres.Local;

/// <summary>For Windows: pg_ctl itself. After a hard kill the server runs on, and the next start adopts it.</summary>
internal sealed class PgCtlStarter(ClusterDirectory directory, ServerBinaries binaries) : IServerStarter
{
    // Not captured: on Windows the server inherits the pipes and holds them open.
    public async Task<bool> StartServerAsync() => (await ProcessRunner.RunAsync(
        binaries.PgCtl, ["start", "-D", directory.Data, "-l", directory.Log, "-w", "-t", "60"], ServerAccount.CurrentUser, CancellationToken.None, capture: false)).ExitCode == 0;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
