using Npgsql;

namespace PyConDemo.Postgres.Local;

/// <summary>Starts and stops the server of a cluster directory. The caller holds the setup lock.</summary>
internal sealed class ServerControl(ClusterRequest request, IServerStarter starter)
{
    private const int MaxAttempts = 10; // each one removes one obstacle: a port that was taken, a missing library

    // A server that recovers from a crash may take this long until it answers.
    private static readonly TimeSpan RecoveryTimeout = TimeSpan.FromSeconds(60);

    private readonly ClusterDirectory _directory = request.Directory;
    private readonly List<string> _libraries = ["pg_stat_statements", "auto_explain"];
    private readonly List<string> _notes = [];

    /// <summary>Starts the server, or joins the one that runs already. Cancellation stops it again.</summary>
    /// <returns>The port, and notes for the description.</returns>
    public async Task<(int Port, IReadOnlyList<string> Notes)> StartAsync(CancellationToken cancellationToken)
    {
        if (await RunningPortAsync(cancellationToken) is { } running)
            return (running, ["using the server that is already running"]);

        await ClearLeftoversAsync(cancellationToken);
        if (await new ClusterInitializer(request).EnsureAsync(cancellationToken) is { } note) _notes.Add(note);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var port = request.Host.FreePort();
            if (await TryStartAsync(port, cancellationToken)) return (port, _notes);
        }

        throw new LocalServerException(
            $"it didn't start in {MaxAttempts} attempts: {LogSummary.Of(Log())} (see {_directory.Log})");
    }

    /// <summary>Stops the server if one runs. The limit is two minutes.</summary>
    public async Task StopAsync()
    {
        if (!File.Exists(_directory.PidFile)) return;
        // "fast" ends the sessions and writes everything to the disk. Data that is deleted next needs only "immediate".
        var mode = _directory.Throwaway ? "immediate" : "fast";
        await ProcessRunner.RunAsync(
            request.Binaries.PgCtl, ["stop", "-D", _directory.Data, "-m", mode, "-w", "-t", "120"],
            request.Account, CancellationToken.None);
    }

    /// <summary>The port of this directory's server, or null if none runs. Any process may have started it.</summary>
    private async Task<int?> RunningPortAsync(CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + RecoveryTimeout;
        for (; ServerProcess.FindPostmaster(_directory) is { } server; await Task.Delay(50, cancellationToken))
        {
            var isOurs = await IsOursAsync(server.Port, cancellationToken);
            if (isOurs is true) return server.Port;
            if (isOurs is null && DateTime.UtcNow < deadline) continue;
            throw new LocalServerException($"a server runs on {_directory.Data} (process {server.Pid}), but "
                + (isOurs is null ? "doesn't answer" : $"refuses the password in {_directory.Password}"));
        }

        return null;
    }

    /// <returns>Null if nobody answers, or while the server starts or stops. False for another directory.</returns>
    private async Task<bool?> IsOursAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            await using var probe = ServerVersion.NewProbe(_directory.ConnectionString(port));
            await probe.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SHOW data_directory", probe);
            var data = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
            return RealPath.Of(data) == RealPath.Of(_directory.Data);
        }
        catch (NpgsqlException failed)
        {
            return failed is PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow } ? false : null;
        }
    }

    /// <summary>Waits for the last child of a dead postmaster, and deletes the old pid file.</summary>
    private async Task ClearLeftoversAsync(CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + RecoveryTimeout;
        for (; ServerProcess.AnyIn(_directory.Data); await Task.Delay(50, cancellationToken))
        {
            if (DateTime.UtcNow > deadline)
                throw new LocalServerException($"processes of a dead server still work in {_directory.Data}");
        }

        if (File.Exists(_directory.PidFile)) File.Delete(_directory.PidFile);
    }

    private async Task<bool> TryStartAsync(int port, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await ServerConfig.WriteAsync(_directory, port, _libraries, request.ServerSettings);
        File.Delete(_directory.Log);
        var start = starter.StartServerAsync();
        await Task.WhenAny(start, Task.Delay(Timeout.Infinite, cancellationToken));
        // After a cancellation the server may still be in a long recovery, which a stop ends.
        for (; !start.IsCompleted; await Task.WhenAny(start, Task.Delay(50, CancellationToken.None)))
            await StopAsync();
        var hasStarted = await start;
        cancellationToken.ThrowIfCancellationRequested();
        if (!hasStarted) RemoveObstacle(Log());
        return hasStarted;
    }

    private void RemoveObstacle(string log)
    {
        // Another program took the port. The next attempt uses another one.
        if (Says("could not bind") || Says("could not create any TCP/IP sockets")) return;
        if (Says("could not access file") && _libraries.Find(name => Says($"\"{name}\"")) is { } missing)
        {
            _libraries.Remove(missing);
            _notes.Add($"without {missing}, which isn't installed");
            return;
        }

        throw new LocalServerException($"{LogSummary.Of(log)} (see {_directory.Log})");

        bool Says(string text) => log.Contains(text, StringComparison.Ordinal);
    }

    private string Log() => File.Exists(_directory.Log) ? File.ReadAllText(_directory.Log) : "";
}
