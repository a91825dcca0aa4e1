namespace PyConDemo.Postgres.Local;

/// <summary>Stops the server of a home, if one runs.</summary>
internal sealed class ServerStop(ClusterRequest request)
{
    public async Task RunAsync()
    {
        var directory = request.Directory;
        if (!File.Exists(directory.PidFile)) return;
        // Fast ends sessions and writes everything to disk; immediate is for data that is deleted next.
        var mode = directory.Throwaway ? "immediate" : "fast";
        await ProcessRunner.RunAsync(request.Binaries.PgCtl, ["stop", "-D", directory.Data, "-m", mode, "-w", "-t", "120"], request.Account, CancellationToken.None);
    }
}
