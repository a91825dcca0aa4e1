using NpgsqlTypes;

namespace PyConDemo.Checklist.Recording;

/// <summary>Finds lock waits and long transactions in PostgreSQL's session views, while some work takes long.</summary>
internal sealed class SessionMonitor(MonitoringConnections connections)
{
    // Shorter waits are normal, and finding them would need more queries. PostgreSQL itself logs waits over a second.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Five seconds. Starting a monitor for each request would cost more than keeping one.
    private const int MaxIdleChecks = 50;

    // A row lock shows as a wait for a transaction. PostgreSQL sets waitstart a moment after the wait begins.
    private const string Sessions = """
        SELECT a.pid, clock_timestamp() - a.xact_start,
               CASE WHEN l.pid IS NOT NULL THEN coalesce(clock_timestamp() - l.waitstart, interval '0') END,
               CASE WHEN l.pid IS NOT NULL THEN pg_blocking_pids(a.pid) END
        FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted
        WHERE a.pid = ANY($1) AND a.xact_start IS NOT NULL
        """;

    // The latest command of each server process. Every command writes here, so writing must be cheap: commands that
    // have ended are removed at the next check.
    private readonly ConcurrentDictionary<int, CommandTrace> _latest = new();
    private int _watching;

    public void Add(int process, CommandTrace command)
    {
        _latest[process] = command;
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0)
        {
            // Unsafe means without the caller's context, so these queries do not count as the program's.
            ThreadPool.UnsafeQueueUserWorkItem(static monitor => _ = monitor.WatchAsync(), this, preferLocal: false);
        }
    }

    private async Task WatchAsync()
    {
        await using var connection = connections.Create();
        for (var idle = 0; idle < MaxIdleChecks;)
        {
            await Task.Delay(Interval);
            foreach (var latest in _latest)
                if (latest.Value.Recorder.IsClosed) _latest.TryRemove(latest);
            idle = _latest.IsEmpty ? idle + 1 : 0;
            var slow = _latest.Where(l => l.Value.Recorder.Age >= Interval).Select(l => l.Key).ToArray();
            if (slow.Length == 0) continue;
            try
            {
                await CheckAsync(connection, slow);
            }
            catch (Exception error) when (error
                is NpgsqlException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                await connection.CloseAsync();
                await Task.Delay(TimeSpan.FromSeconds(5)); // more queries would not help a database in trouble
            }
        }
        Volatile.Write(ref _watching, 0);
    }

    private async Task CheckAsync(NpgsqlConnection connection, int[] processes)
    {
        if (connection.State == ConnectionState.Closed) await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sessions, connection);
        command.Parameters.Add(new() { Value = processes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var process = reader.GetInt32(0);
            if (!_latest.TryGetValue(process, out var trace)) continue;
            trace.Recorder.AddTransactionAge(reader.GetTimeSpan(1));
            if (!await reader.IsDBNullAsync(2) && !trace.Counted)
                trace.AddLockWait(reader.GetTimeSpan(2), FindHolder(reader.GetFieldValue<int[]>(3)));
        }
    }

    private string? FindHolder(int[] processes) => processes
        .Select(p => _latest.GetValueOrDefault(p)?.Recorder)
        .FirstOrDefault(r => r is { IsClosed: false })?.DisplayName;
}
