using System.Data;
using System.Diagnostics;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Adds up one exam's commands. Thread-safe, and bounded however many commands come.</summary>
internal sealed class Recorder(Recorder? outer, int maxShapes, TimeProvider time)
{
    private const int MaxConnections = 1_000;
    private readonly Lock _gate = new();
    private readonly ShapeTable _shapes = new(maxShapes);
    private readonly HashSet<int> _connections = [];
    private readonly Pending _pending = new();
    private long _commands, _statements, _errors, _unseen, _read, _affected, _busySince;
    private TimeSpan _sqlTime, _busyTime;
    private int _running;
    private bool _closed;

    /// <summary>The exam around this one, which counts the same commands.</summary>
    public Recorder? Outer => outer;

    /// <summary>A command starts; the result is its start's timestamp.</summary>
    public long Begin(CommandTrace trace)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_closed) return now;
            _commands++;
            if (_running++ == 0) _busySince = now;
            _pending.Begin(trace);
            return now;
        }
    }

    // The connection by its tag: a data source's own commands refuse to tell it.
    public void Sent(Activity activity, object command)
    {
        lock (_gate)
        {
            _pending.Forget(command);
            if (activity.GetTagItem("db.npgsql.connection_id") is int process && _connections.Count < MaxConnections)
                _connections.Add(process);
        }
    }

    /// <summary>The sums that a statement of this text belongs to. Null parameters mean that they were not seen.</summary>
    public ShapeTally Tally(string text, CommandType type, NpgsqlParameterCollection? parameters)
    {
        lock (_gate) return _shapes.Get(text, type, parameters);
    }

    /// <summary>A command's activity stopped, in the context of the exam <paramref name="current"/>.</summary>
    public void Finish(CommandTrace trace, in CommandEnd end, Recorder? current)
    {
        var doubtful = false;
        lock (_gate)
        {
            if (_closed || trace.Counted) return;
            doubtful = end.HasNoRows && (_running > 1 || !IsAround(current));
            Count(trace, end, late: doubtful);
        }
        if (doubtful) current?.FinishOverlooked();
    }

    /// <summary>From now on nothing counts.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            ReadLateRows();
            if (_running > 0) _busyTime += time.GetElapsedTime(_busySince);
            _closed = true;
        }
    }

    public Vitals Snapshot()
    {
        lock (_gate)
        {
            if (!_closed) ReadLateRows();
            return new()
            {
                Commands = _commands,
                Statements = _statements,
                Errors = _errors,
                Unseen = _unseen,
                RowsRead = _read,
                RowsAffected = _affected,
                SqlTime = _sqlTime,
                SqlBusyTime = _running > 0 && !_closed ? _busyTime + time.GetElapsedTime(_busySince) : _busyTime,
                Connections = _connections.Count,
                Shapes = _shapes.Snapshot(),
            };
        }
    }

    private void FinishOverlooked()
    {
        lock (_gate)
            if (!_closed && _pending.Overlooked() is var (trace, end)) Count(trace, end, late: false);
    }

    private void ReadLateRows()
    {
        while (_pending.Overlooked() is var (trace, end)) Count(trace, end, late: false);
        foreach (var end in _pending.LateRows()) CountRows(end);
    }

    private bool IsAround(Recorder? inner) => inner is not null && (ReferenceEquals(inner, this) || IsAround(inner.Outer));

    private void Count(CommandTrace trace, in CommandEnd end, bool late)
    {
        trace.Counted = true;
        _pending.Finish(trace, late);
        var took = time.GetElapsedTime(trace.Start);
        _sqlTime += took;
        if (--_running == 0) _busyTime += time.GetElapsedTime(_busySince);
        if (end.Failed) _errors++;
        if (!end.Seen) _unseen++;
        _statements += end.Rows.Length;
        foreach (var tally in end.Tallies)
        {
            tally.Count++;
            tally.Time += took / end.Tallies.Length;
        }
        foreach (var tally in end.Tallies.Distinct()) tally.RoundTrips++;
        CountRows(end);
    }

    private void CountRows(in CommandEnd end)
    {
        for (var i = 0; i < end.Rows.Length; i++)
        {
            var tally = end.Tallies[Math.Min(i, end.Tallies.Length - 1)];
            tally.Rows += end.Rows[i].Read;
            tally.Affected += end.Rows[i].Affected;
            (_read, _affected) = (_read + end.Rows[i].Read, _affected + end.Rows[i].Affected);
        }
    }
}
