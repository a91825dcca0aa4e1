using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace PyConDemo.Checklist.Recording;

/// <summary>Finds out which examined work waits for a lock, and how long it keeps a transaction open. Looks only while some takes long.</summary>
internal sealed class SessionWatch(Observer observer)
{
    // Shorter waits are everyday, and would need looks in between: PostgreSQL itself only logs waits over a second (deadlock_timeout).
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private const int IdleLooks = 50; // five seconds: to start a watch for each request would cost more than to keep one
    private const int MaxSessions = 1_000;
    private readonly ConcurrentDictionary<int, CommandTrace> _running = new();
    private readonly ConcurrentDictionary<int, Recorder> _lastUsers = new();
    private int _watching;

    public void Enter(int process, CommandTrace trace)
    {
        _running[process] = trace;
        if (_lastUsers.Count < MaxSessions || _lastUsers.ContainsKey(process)) _lastUsers[process] = trace.Recorder;
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0) _ = Background.Run(Watch);
    }

    public void Leave(int process, CommandTrace trace) => _running.TryRemove(new(process, trace));

    private async Task Watch()
    {
        await using var connection = observer.NewConnection();
        for (var idle = 0; idle < IdleLooks;)
        {
            await Task.Delay(Interval);
            foreach (var (process, recorder) in _lastUsers)
                if (recorder.IsClosed) _lastUsers.TryRemove(new(process, recorder));
            idle = _lastUsers.IsEmpty ? idle + 1 : 0;
            var slow = _lastUsers.Where(u => u.Value.Age >= Interval).Select(u => u.Key).ToArray();
            if (slow.Length == 0) continue;
            try
            {
                await Look(connection, slow);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                await connection.CloseAsync();
                await Task.Delay(TimeSpan.FromSeconds(5)); // the database is in trouble: leave it alone
            }
        }
        Volatile.Write(ref _watching, 0);
    }

    private async Task Look(NpgsqlConnection connection, int[] processes)
    {
        if (connection.State == System.Data.ConnectionState.Closed) await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sessions, connection);
        command.Parameters.Add(new() { Value = processes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var process = reader.GetInt32(0);
            if (_lastUsers.TryGetValue(process, out var user)) user.InTransaction(reader.GetTimeSpan(1));
            if (!await reader.IsDBNullAsync(2) && _running.TryGetValue(process, out var trace))
                trace.Waits(reader.GetTimeSpan(2), Holder(reader.GetFieldValue<int[]>(3)));
        }
    }

    private string? Holder(int[] processes)
        => processes.Select(p => _lastUsers.GetValueOrDefault(p)).FirstOrDefault(r => r is { IsClosed: false })?.Name;

    // A wait for a row shows as one for its transaction. waitstart is set a moment after the wait began.
    private const string Sessions = """
        SELECT a.pid, clock_timestamp() - a.xact_start,
               CASE WHEN l.pid IS NOT NULL THEN coalesce(clock_timestamp() - l.waitstart, interval '0') END,
               CASE WHEN l.pid IS NOT NULL THEN pg_blocking_pids(a.pid) END
        FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted
        WHERE a.pid = ANY($1) AND a.xact_start IS NOT NULL
        """;
}
