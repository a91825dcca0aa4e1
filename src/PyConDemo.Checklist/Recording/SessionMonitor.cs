namespace PyConDemo.Checklist.Recording;

/// <summary>Finds lock waits, idle transactions with locks, and long transactions in PostgreSQL's session views, while
/// some work takes long.</summary>
internal sealed class SessionMonitor(MonitoringConnections connections)
{
    /// <summary>The time between two looks. Shorter waits are normal, and finding them would need more
    /// queries.</summary>
    /// <remarks>PostgreSQL itself logs waits over a second.</remarks>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // The monitor ends after five idle seconds. Starting a monitor for each request would cost more than keeping one.
    private const int MaxIdleChecks = 50;

    // More queries would not help an overloaded database.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // A data source of NpgsqlSlimDataSourceBuilder has no arrays, so lists of processes are texts.
    // PostgreSQL sets waitstart a moment after the wait begins. A transaction that wrote or locked rows has a
    // backend_xid.
    private const string Sessions = """
        SELECT a.pid, clock_timestamp() - a.xact_start,
               CASE WHEN a.state = 'idle in transaction' AND a.backend_xid IS NOT NULL
                    THEN clock_timestamp() - a.state_change END,
               l.locktype, coalesce(clock_timestamp() - l.waitstart, interval '0'),
               CASE WHEN l.pid IS NOT NULL THEN array_to_string(pg_blocking_pids(a.pid), ',') END
        FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted
        WHERE a.pid = ANY(string_to_array($1, ',')::int[]) AND a.xact_start IS NOT NULL
        """;

    // The latest command of each server process. Every command writes here, so writing must be cheap: commands that
    // have ended are removed at the next check.
    private readonly ConcurrentDictionary<int, CommandTrace> _latest = new();
    private BlindSpot? _blindSpot; // null while the sessions can be looked at
    private int _watching, _told;

    public string Database => connections.Database;

    public bool IsFirstNews() => Interlocked.Exchange(ref _told, 1) == 0;

    public void Add(CommandTrace command)
    {
        if (Volatile.Read(ref _blindSpot) is { } blindSpot)
        {
            command.Recorder.AddBlindSpot(blindSpot);
            if (blindSpot.IsPermanent) return;
        }
        if (_latest.TryGetValue(command.Process, out var earlier) && earlier.Recorder != command.Recorder)
            earlier.EndTransaction(); // the connection went back to the pool
        _latest[command.Process] = command;
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0)
        {
            // Unsafe means without the caller's context, so these queries do not count as the program's.
            ThreadPool.UnsafeQueueUserWorkItem(static monitor => _ = monitor.WatchAsync(), this, preferLocal: false);
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            await LookAgainAndAgainAsync();
        }
        finally
        {
            _latest.Clear();
            Volatile.Write(ref _watching, 0);
        }
    }

    private async Task LookAgainAndAgainAsync()
    {
        await using var connection = connections.Create();
        for (var idle = 0; idle < MaxIdleChecks && _blindSpot is not { IsPermanent: true };)
        {
            await Task.Delay(Interval);
            foreach (var latest in _latest)
                if (latest.Value.Recorder.IsClosed) _latest.TryRemove(latest);
            idle = _latest.IsEmpty ? idle + 1 : 0;
            var slow = _latest.Values.Where(c => c.Recorder.Age >= Interval).ToList();
            if (slow.Count == 0) continue;
            try
            {
                await OpenAsync(connection);
                if (_blindSpot is null) await LookAsync(connection, slow);
            }
            catch (Exception error) // a program's password provider can throw anything
            {
                _blindSpot = new(this, $"Lock waits were not seen: {error.Message.TrimEnd('.')}.", IsPermanent: false);
            }
            if (_blindSpot is null) continue;
            foreach (var command in slow) command.Recorder.AddBlindSpot(_blindSpot);
            await connection.CloseAsync();
            if (!_blindSpot.IsPermanent) await Task.Delay(Pause);
        }
    }

    private async Task OpenAsync(NpgsqlConnection connection)
    {
        if (connection.State == ConnectionState.Open) return;
        if (connections.HasSeveralHosts)
        {
            _blindSpot = new(
                this, "The connection string names several hosts, so lock waits aren't seen.", IsPermanent: true);
            return;
        }
        await connection.OpenAsync();
        _blindSpot = await MonitoringSession.IsPooledAsync(connection)
            ? new(this, "PostgreSQL is behind a pooler (PgBouncer), so lock waits aren't seen.", IsPermanent: true)
            : null;
    }

    private async Task LookAsync(NpgsqlConnection connection, List<CommandTrace> commands)
    {
        var start = commands[0].Recorder.Now();
        var ended = commands.Where(c => c.Counted).ToDictionary(c => c.Process);
        await using var transaction = await MonitoringSession.BeginAsync(connection);
        await using var command = new NpgsqlCommand(Sessions, connection);
        command.Parameters.Add(new() { Value = string.Join(',', commands.Select(c => c.Process)) });
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var process = reader.GetInt32(0);
                ended.Remove(process);
                if (_latest.TryGetValue(process, out var latest)) await ReadAsync(reader, latest);
            }
        }
        await transaction.CommitAsync();
        foreach (var trace in ended.Values) trace.EndTransaction();
        foreach (var trace in commands) trace.Recorder.AddLook(start);
    }

    private async Task ReadAsync(NpgsqlDataReader reader, CommandTrace latest)
    {
        latest.Recorder.AddTransactionAge(reader.GetTimeSpan(1));
        if (!await reader.IsDBNullAsync(2)) latest.SeeIdleTransaction(reader.GetTimeSpan(2));
        if (await reader.IsDBNullAsync(3) || latest.Counted) return;
        var holder = FindHolder(reader.GetString(5));
        latest.AddLockWait(LockKinds.Parse(reader.GetString(3)), reader.GetTimeSpan(4), holder);
    }

    private string? FindHolder(string processes) => processes.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => _latest.GetValueOrDefault(int.Parse(p, CultureInfo.InvariantCulture))?.Recorder)
        .FirstOrDefault(r => r is { IsClosed: false })?.DisplayName;
}
