namespace PyConDemo.Checklist.Recording;

/// <summary>Adds up one exam's commands. Thread-safe, and bounded however many commands come.</summary>
internal sealed class Recorder(string name, string place, Recorder? outer, int maxShapes, TimeProvider time)
{
    private const int MaxConnections = 1_000;
    private const int MaxWaits = 20;
    private const int MaxHosts = 20;
    private readonly Lock _gate = new();
    private readonly ShapeTable _shapes = new(maxShapes);
    private readonly HashSet<int> _connections = [];
    private readonly List<LockWait> _waits = [];
    private readonly Dictionary<string, Outbound> _outbound = [];
    private readonly Pending _pending = new();
    private long _commands, _statements, _errors, _unseen, _read, _affected, _busySince;
    private TimeSpan _sqlTime, _busyTime, _waited;
    private TimeSpan _longestTransaction;
    private readonly long _began = time.GetTimestamp();
    private int _running;
    private bool _closed;

    /// <summary>What is examined, for people.</summary>
    public string Name => name;

    /// <summary>The route, or the exam's name: what its statements' source lines are remembered by.</summary>
    public string Place => place;

    public bool IsClosed => Volatile.Read(ref _closed);
    public TimeSpan Age => time.GetElapsedTime(_began);
    public long Now => time.GetTimestamp();
    public TimeSpan Since(long start) => time.GetElapsedTime(start);

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

    /// <summary>A command is sent by a server process, 0 when that is unknown.</summary>
    public void Sent(object command, int process)
    {
        lock (_gate)
        {
            _pending.Forget(command);
            if (process != 0 && _connections.Count < MaxConnections) _connections.Add(process);
        }
    }

    /// <summary>The sums that a statement belongs to.</summary>
    public ShapeTally Tally(in Statement statement)
    {
        lock (_gate) return _shapes.Get(statement);
    }

    /// <summary>One of its connections was seen in a transaction that is this old.</summary>
    public void InTransaction(TimeSpan age)
    {
        lock (_gate)
            if (!_closed && age > _longestTransaction) _longestTransaction = age;
        outer?.InTransaction(age);
    }

    /// <summary>An outbound HTTP call ended.</summary>
    public void Called(string host, long start)
    {
        lock (_gate)
        {
            if (_closed || (_outbound.Count >= MaxHosts && !_outbound.ContainsKey(host))) return;
            var sofar = _outbound.GetValueOrDefault(host) ?? new(host, 0, TimeSpan.Zero);
            _outbound[host] = sofar with { Calls = sofar.Calls + 1, Time = sofar.Time + time.GetElapsedTime(start) };
        }
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

    /// <summary>The time in which a command ran, until now.</summary>
    public TimeSpan BusyTime
    {
        get
        {
            lock (_gate) return _running > 0 && !_closed ? _busyTime + time.GetElapsedTime(_busySince) : _busyTime;
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
                SqlBusyTime = BusyTime,
                LockWaitTime = _waited,
                LongestTransaction = _longestTransaction,
                Connections = _connections.Count,
                LockWaits = [.. _waits],
                Outbound = [.. _outbound.Values],
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
        if (end.Tallies is [var only]) only.Singles++;
        if (end.Wait is { } wait)
        {
            _waited += wait.Time;
            if (_waits.Count < MaxWaits) _waits.Add(wait);
        }
        CountRows(end);
    }

    private void CountRows(in CommandEnd end)
    {
        for (var i = 0; i < end.Rows.Length; i++)
        {
            var tally = end.Tallies[Math.Min(i, end.Tallies.Length - 1)];
            tally.Rows += end.Rows[i].Read;
            tally.Affected += end.Rows[i].Affected;
            tally.MostRows = Math.Max(tally.MostRows, end.Rows[i].Read);
            tally.MostAffected = Math.Max(tally.MostAffected, end.Rows[i].Affected);
            // Rows came after the OFFSET, so there were as many before it.
            if (end.Rows[i].Read > 0) tally.Discarded += end.Offsets[Math.Min(i, end.Offsets.Length - 1)];
            (_read, _affected) = (_read + end.Rows[i].Read, _affected + end.Rows[i].Affected);
        }
    }
}
