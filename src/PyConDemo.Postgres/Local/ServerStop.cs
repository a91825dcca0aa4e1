namespace PyConDemo.Postgres.Local;

/// <summary>Stops the server of a home, if one runs.</summary>
internal sealed class ServerStop(ClusterRequest request)
{
    public async Task RunAsync()
    {
        var home = request.Home;
        if (!File.Exists(home.PidFile)) return;
        // Fast ends sessions and writes everything to disk; immediate is for data that is deleted next.
        var mode = home.Throwaway ? "immediate" : "fast";
        await Tool.RunAsync(request.Binaries.PgCtl, ["stop", "-D", home.Data, "-m", mode, "-w", "-t", "120"], request.Account, CancellationToken.None);
    }
}
