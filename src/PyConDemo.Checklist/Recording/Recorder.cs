namespace PyConDemo.Checklist.Recording;

/// <summary>Adds up one exam's commands. Thread-safe, and bounded however many commands come.</summary>
/// <param name="place">The route, or the exam's name: what its statements' source lines are remembered by.</param>
/// <param name="id">What tells it apart from others of the same place; null when nothing need.</param>
/// <param name="outer">The exam around this one, which counts the same commands.</param>
/// <param name="maxShapes">Shapes that it tells apart.</param>
/// <param name="time">The clock.</param>
internal sealed class Recorder(string place, string? id, Recorder? outer, int maxShapes, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Costs _costs = new(maxShapes);
    private readonly Pending _pending = new();
    private readonly long _began = time.GetTimestamp();
    private long _busySince;
    private TimeSpan _busyTime;
    private int _running;
    private bool _closed;

    /// <summary>What is examined, for people.</summary>
    public string Name => id is null ? place : $"{place} ({id})";

    public string Place => place;
    public Recorder? Outer => outer;
    public bool IsClosed => Volatile.Read(ref _closed);
    public long Began => _began;
    public TimeSpan Age => time.GetElapsedTime(_began);
    public long Now => time.GetTimestamp();

    /// <summary>The sums that are asked for with every request; a snapshot holds all.</summary>
    public (long Commands, long RowsRead, TimeSpan SqlTime) Sums
    {
        get
        {
            lock (_gate) return (_costs.Commands, _costs.RowsRead, _costs.SqlTime);
        }
    }

    /// <inheritdoc cref="Costs.AreInnocent"/>
    public bool IsInnocent(int repeats)
    {
        lock (_gate) return _costs.AreInnocent(repeats);
    }

    /// <summary>The time in which at least one command ran, until <paramref name="now"/>.</summary>
    public TimeSpan BusyTime(long now)
    {
        lock (_gate) return _running > 0 && !_closed ? _busyTime + time.GetElapsedTime(_busySince, now) : _busyTime;
    }

    /// <summary>A command starts; the result is its start's timestamp.</summary>
    public long Begin(CommandTrace trace)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_closed) return now;
            _costs.Commands++;
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
            if (_closed) return;
            _pending.Forget(command);
            _costs.Connected(process);
        }
    }

    /// <summary>The sums that the statements belong to.</summary>
    public ShapeTally[] Tally(Statement[] statements)
    {
        var tallies = new ShapeTally[statements.Length];
        lock (_gate)
            for (var i = 0; i < tallies.Length; i++) tallies[i] = _closed ? new(statements[i].Shape) : _costs.Tally(statements[i]);
        return tallies;
    }

    /// <summary>One of its connections was seen in a transaction that is this old.</summary>
    public void InTransaction(TimeSpan age)
    {
        lock (_gate)
            if (!_closed && age > _costs.LongestTransaction) _costs.LongestTransaction = age;
        outer?.InTransaction(age);
    }

    /// <summary>An outbound HTTP call ended.</summary>
    public void Called(string host, long start)
    {
        lock (_gate)
            if (!_closed) _costs.Called(host, time.GetElapsedTime(start));
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
            _pending.Clear();
            _closed = true;
        }
    }

    public Vitals Snapshot()
    {
        lock (_gate)
        {
            if (!_closed) ReadLateRows();
            return _costs.Snapshot(BusyTime(time.GetTimestamp()));
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
        foreach (var end in _pending.LateRows()) _costs.CountRows(end);
    }

    private bool IsAround(Recorder? inner) => inner is not null && (ReferenceEquals(inner, this) || IsAround(inner.Outer));

    private void Count(CommandTrace trace, in CommandEnd end, bool late)
    {
        trace.Counted = true;
        _pending.Finish(trace, late);
        var now = time.GetTimestamp();
        _costs.Count(end, time.GetElapsedTime(trace.Start, now));
        if (--_running == 0) _busyTime += time.GetElapsedTime(_busySince, now);
    }
}
