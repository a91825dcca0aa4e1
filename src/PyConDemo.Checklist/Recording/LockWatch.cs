using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace PyConDemo.Checklist.Recording;

/// <summary>Finds out which of the examined commands wait for a lock. Looks only while one of them has run for a while.</summary>
internal sealed class LockWatch(Observer observer)
{
    // Shorter waits are everyday, and would need looks in between: PostgreSQL itself only logs waits over a second (deadlock_timeout).
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
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
        var idle = 0;
        while (idle < 50) // five seconds: starting a watch per request would cost more than it
        {
            await Task.Delay(Interval);
            idle = _running.IsEmpty ? idle + 1 : 0;
            var slow = _running.Where(r => r.Value.Elapsed >= Interval).Select(r => r.Key).ToArray();
            if (slow.Length == 0) continue;
            try
            {
                await Look(slow);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                await Task.Delay(TimeSpan.FromSeconds(5)); // the database is in trouble: leave it alone
            }
        }
        Volatile.Write(ref _watching, 0);
    }

    private async Task Look(int[] processes)
    {
        await using var connection = observer.NewConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Waits, connection);
        command.Parameters.Add(new() { Value = processes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            if (_running.TryGetValue(reader.GetInt32(0), out var trace))
                trace.Waits(reader.GetTimeSpan(1), Holder(reader.GetFieldValue<int[]>(2)));
    }

    private string? Holder(int[] processes)
        => processes.Select(p => _lastUsers.GetValueOrDefault(p)).FirstOrDefault(r => r is { IsClosed: false })?.Name;

    // A wait for a row shows as one for its transaction. waitstart is set a moment after the wait began.
    private const string Waits = """
        SELECT pid, coalesce(clock_timestamp() - waitstart, interval '0'), pg_blocking_pids(pid)
        FROM pg_locks
        WHERE NOT granted AND pid = ANY($1)
        """;
}
