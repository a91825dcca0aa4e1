namespace PyConDemo.Postgres.Local;

/// <summary>Brings up the server of a home, or finds that it is up. Its caller holds the setup lock.</summary>
internal sealed class ServerStart(ClusterRequest request, IServerStarter starter)
{
    private const int Attempts = 10; // each one gets rid of one obstacle: a port taken in between, a missing library
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);

    private readonly ClusterHome home = request.Home;
    private readonly List<string> libraries = ["pg_stat_statements", "auto_explain"];
    private readonly List<string> notes = [];

    /// <returns>The port, and what was remarkable.</returns>
    public async Task<(int Port, string? Note)> RunAsync(CancellationToken cancel)
    {
        if (await RunningPortAsync(cancel) is { } running)
            return (running, "joined the server that already ran");
        await ClearLeftoversAsync(cancel);
        if (await new ClusterInit(request).EnsureAsync(cancel) is { } note)
            notes.Add(note);
        for (var attempt = 1; attempt <= Attempts; attempt++)
            if (await TryStartAsync(request.Machine.FreePort(), cancel) is { } port)
                return (port, notes.Count == 0 ? null : string.Join("; ", notes));
        throw new LocalServerException($"it didn't start in {Attempts} attempts: {LastWords.Of(Log())} (see {home.Log})");
    }

    /// <summary>The port of this home's server, should one run: another process's, or a leftover, which is adopted.</summary>
    private async Task<int?> RunningPortAsync(CancellationToken cancel)
    {
        for (var deadline = DateTime.UtcNow + RecoveryLimit; ServerProcess.In(home) is { } server; await Task.Delay(50, cancel))
        {
            switch (await RunningServer.IsOfAsync(home, server.Port, cancel))
            {
                case true:
                    return server.Port;
                case false:
                    throw new LocalServerException($"a server runs on {home.Data} (process {server.Pid}), but refuses the password in {home.Password}");
                case null when DateTime.UtcNow > deadline:
                    throw new LocalServerException($"a server runs on {home.Data} (process {server.Pid}), but doesn't answer");
            }
        }

        return null;
    }

    /// <summary>Without a postmaster: waits for the last of its children, then removes its pid file, which may name anybody by now.</summary>
    private async Task ClearLeftoversAsync(CancellationToken cancel)
    {
        for (var deadline = DateTime.UtcNow + RecoveryLimit; ServerProcess.AnyIn(home.Data); await Task.Delay(50, cancel))
            if (DateTime.UtcNow > deadline)
                throw new LocalServerException($"processes of a dead server still work in {home.Data}");
        if (File.Exists(home.PidFile))
            File.Delete(home.PidFile);
    }

    private async Task<int?> TryStartAsync(int port, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await ServerConfig.WriteAsync(home, port, libraries, request.Options.ServerSettings);
        File.Delete(home.Log);
        var start = starter.StartServerAsync();
        await Task.WhenAny(start, Task.Delay(Timeout.Infinite, cancel));
        for (; !start.IsCompleted; await Task.WhenAny(start, Task.Delay(50, CancellationToken.None)))
            await new ServerStop(request).RunAsync(); // cancelled, perhaps in a long recovery: a stop ends it
        if (await start)
        {
            cancel.ThrowIfCancellationRequested();
            return port;
        }

        cancel.ThrowIfCancellationRequested();
        RemoveObstacle(Log());
        return null;
    }

    private void RemoveObstacle(string log)
    {
        if (log.Contains("could not bind", StringComparison.Ordinal) || log.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
            return; // somebody took the port: the next attempt asks for another
        if (log.Contains("could not access file", StringComparison.Ordinal) && libraries.Find(name => log.Contains($"\"{name}\"", StringComparison.Ordinal)) is { } missing)
        {
            libraries.Remove(missing);
            notes.Add($"without {missing}, which isn't installed");
            return;
        }

        throw new LocalServerException($"{LastWords.Of(log)} (see {home.Log})");
    }

    private string Log() => File.Exists(home.Log) ? File.ReadAllText(home.Log) : "";
}
