namespace PyConDemo.Postgres.Local;

/// <summary>Brings up the server of a home, or finds that it is up. Its caller holds the setup lock.</summary>
internal sealed class ServerStart(ClusterRequest request, IServerStarter starter)
{
    private const int MaxAttempts = 10; // each one gets rid of one obstacle: a port taken in between, a missing library
    private static readonly TimeSpan RecoveryTimeout = TimeSpan.FromSeconds(60);

    private readonly ClusterDirectory _directory = request.Directory;
    private readonly List<string> _libraries = ["pg_stat_statements", "auto_explain"];
    private readonly List<string> _notes = [];

    /// <returns>The port, and what was remarkable.</returns>
    public async Task<(int Port, string? Note)> RunAsync(CancellationToken cancellationToken)
    {
        if (await RunningPortAsync(cancellationToken) is { } running)
            return (running, "joined the server that already ran");
        await ClearLeftoversAsync(cancellationToken);
        if (await new ClusterInitializer(request).EnsureAsync(cancellationToken) is { } note)
            _notes.Add(note);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await TryStartAsync(request.Host.FreePort(), cancellationToken) is { } port)
                return (port, _notes.Count == 0 ? null : string.Join("; ", _notes));
        }

        throw new LocalServerException($"it didn't start in {MaxAttempts} attempts: {LogSummary.Of(Log())} (see {_directory.Log})");
    }

    /// <summary>The port of this home's server, should one run: another process's, or a leftover, which is adopted.</summary>
    private async Task<int?> RunningPortAsync(CancellationToken cancellationToken)
    {
        for (var deadline = DateTime.UtcNow + RecoveryTimeout; ServerProcess.FindPostmaster(_directory) is { } server; await Task.Delay(50, cancellationToken))
        {
            switch (await RunningServer.BelongsToAsync(_directory, server.Port, cancellationToken))
            {
                case true:
                    return server.Port;
                case false:
                    throw new LocalServerException($"a server runs on {_directory.Data} (process {server.Pid}), but refuses the password in {_directory.Password}");
                case null when DateTime.UtcNow > deadline:
                    throw new LocalServerException($"a server runs on {_directory.Data} (process {server.Pid}), but doesn't answer");
            }
        }

        return null;
    }

    /// <summary>Without a postmaster: waits for the last of its children, then removes its pid file, which may name anybody by now.</summary>
    private async Task ClearLeftoversAsync(CancellationToken cancellationToken)
    {
        for (var deadline = DateTime.UtcNow + RecoveryTimeout; ServerProcess.AnyIn(_directory.Data); await Task.Delay(50, cancellationToken))
        {
            if (DateTime.UtcNow > deadline)
                throw new LocalServerException($"processes of a dead server still work in {_directory.Data}");
        }

        if (File.Exists(_directory.PidFile)) File.Delete(_directory.PidFile);
    }

    private async Task<int?> TryStartAsync(int port, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await ServerConfig.WriteAsync(_directory, port, _libraries, request.ServerSettings);
        File.Delete(_directory.Log);
        var start = starter.StartServerAsync();
        await Task.WhenAny(start, Task.Delay(Timeout.Infinite, cancellationToken));
        for (; !start.IsCompleted; await Task.WhenAny(start, Task.Delay(50, CancellationToken.None)))
            await new ServerStop(request).RunAsync(); // cancelled, perhaps in a long recovery: a stop ends it
        if (await start)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return port;
        }

        cancellationToken.ThrowIfCancellationRequested();
        RemoveObstacle(Log());
        return null;
    }

    private void RemoveObstacle(string log)
    {
        if (log.Contains("could not bind", StringComparison.Ordinal) || log.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
            return; // somebody took the port: the next attempt asks for another
        if (log.Contains("could not access file", StringComparison.Ordinal) && _libraries.Find(name => log.Contains($"\"{name}\"", StringComparison.Ordinal)) is { } missing)
        {
            _libraries.Remove(missing);
            _notes.Add($"without {missing}, which isn't installed");
            return;
        }

        throw new LocalServerException($"{LogSummary.Of(log)} (see {_directory.Log})");
    }

    private string Log() => File.Exists(_directory.Log) ? File.ReadAllText(_directory.Log) : "";
}
