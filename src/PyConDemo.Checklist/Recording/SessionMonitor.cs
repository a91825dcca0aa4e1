using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace PyConDemo.Checklist.Recording;

/// <summary>Finds out which measured work waits for a lock, and how long it keeps a transaction open. Looks only while some takes long.</summary>
internal sealed class SessionMonitor(MonitoringConnections observer)
{
    // Shorter waits are everyday, and would need looks in between: PostgreSQL itself only logs waits over a second (deadlock_timeout).
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private const int IdleLooks = 50; // five seconds: to start a watch for each request would cost more than to keep one

    // The latest command of each session, written with every command and so with nothing else: what is over is taken out at the next look.
    private readonly ConcurrentDictionary<int, CommandTrace> _latest = new();
    private int _watching;

    public void Add(int process, CommandTrace trace)
    {
        _latest[process] = trace;
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0) _ = Background.Run(WatchAsync);
    }

    private async Task WatchAsync()
    {
        await using var connection = observer.NewConnection();
        for (var idle = 0; idle < IdleLooks;)
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
            catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                await connection.CloseAsync();
                await Task.Delay(TimeSpan.FromSeconds(5)); // the database is in trouble: leave it alone
            }
        }
        Volatile.Write(ref _watching, 0);
    }

    private async Task CheckAsync(NpgsqlConnection connection, int[] processes)
    {
        if (connection.State == System.Data.ConnectionState.Closed) await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sessions, connection);
        command.Parameters.Add(new() { Value = processes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var process = reader.GetInt32(0);
            if (!_latest.TryGetValue(process, out var trace)) continue;
            trace.Recorder.AddTransactionAge(reader.GetTimeSpan(1));
            if (!await reader.IsDBNullAsync(2) && trace.IsRunning)
                trace.AddLockWait(reader.GetTimeSpan(2), Holder(reader.GetFieldValue<int[]>(3)));
        }
    }

    private string? Holder(int[] processes)
        => processes.Select(p => _latest.GetValueOrDefault(p)?.Recorder).FirstOrDefault(r => r is { IsClosed: false })?.DisplayName;

    // A wait for a row shows as one for its transaction. waitstart is set a moment after the wait began.
    private const string Sessions = """
        SELECT a.pid, clock_timestamp() - a.xact_start,
               CASE WHEN l.pid IS NOT NULL THEN coalesce(clock_timestamp() - l.waitstart, interval '0') END,
               CASE WHEN l.pid IS NOT NULL THEN pg_blocking_pids(a.pid) END
        FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted
        WHERE a.pid = ANY($1) AND a.xact_start IS NOT NULL
        """;
}
