namespace PyConDemo.Checklist.Recording;

/// <summary>Adds up one measurement's commands. Thread-safe, and bounded however many commands come.</summary>
/// <param name="place">The route, or the measurement's name: what its statements' source lines are remembered by.</param>
/// <param name="id">What tells it apart from others of the same place; null when nothing need.</param>
/// <param name="outer">The measurement around this one, which counts the same commands.</param>
/// <param name="maxShapes">Shapes that it tells apart.</param>
/// <param name="time">The clock.</param>
internal sealed class Recorder(string place, string? id, Recorder? outer, int maxShapes, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly RecordedTotals _costs = new(maxShapes);
    private readonly UnfinishedCommands _pending = new();
    private readonly long _began = time.GetTimestamp();
    private long _busySince;
    private TimeSpan _busyTime;
    private int _running;
    private bool _closed;

    /// <summary>What is measured, for people.</summary>
    public string DisplayName => id is null ? place : $"{place} ({id})";

    public string Subject => place;
    public Recorder? Outer => outer;
    public bool IsClosed => Volatile.Read(ref _closed);
    public long StartTimestamp => _began;
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

    /// <inheritdoc cref="RecordedTotals.HasNothingSuspicious"/>
    public bool HasNothingSuspicious(int repeats)
    {
        lock (_gate) return _costs.HasNothingSuspicious(repeats);
    }

    /// <summary>The time in which at least one command ran, until <paramref name="now"/>.</summary>
    public TimeSpan BusyTime(long now)
    {
        lock (_gate) return _running > 0 && !_closed ? _busyTime + time.GetElapsedTime(_busySince, now) : _busyTime;
    }

    /// <summary>A command starts; the result is its start's timestamp.</summary>
    public long StartCommand(CommandTrace trace)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_closed) return now;
            _costs.Commands++;
            if (_running++ == 0) _busySince = now;
            _pending.Add(trace);
            return now;
        }
    }

    /// <summary>A command is sent by a server process, 0 when that is unknown.</summary>
    public void RegisterSend(object command, int process)
    {
        lock (_gate)
        {
            if (_closed) return;
            _pending.Forget(command);
            _costs.AddConnection(process);
        }
    }

    /// <summary>The sums that the statements belong to.</summary>
    public ShapeTotals[] GetTotals(SentStatement[] statements)
    {
        var tallies = new ShapeTotals[statements.Length];
        lock (_gate)
            for (var i = 0; i < tallies.Length; i++) tallies[i] = _closed ? new(statements[i].Shape) : _costs.GetTotals(statements[i]);
        return tallies;
    }

    /// <summary>One of its connections was seen in a transaction that is this old.</summary>
    public void AddTransactionAge(TimeSpan age)
    {
        lock (_gate)
            if (!_closed && age > _costs.LongestTransaction) _costs.LongestTransaction = age;
        outer?.AddTransactionAge(age);
    }

    /// <summary>An outbound HTTP call ended.</summary>
    public void AddOutboundCall(string host, long start)
    {
        lock (_gate)
            if (!_closed) _costs.AddOutboundCall(host, time.GetElapsedTime(start));
    }

    /// <summary>A command's activity stopped, in the context of the measurement <paramref name="current"/>.</summary>
    public void FinishCommand(CommandTrace trace, in CommandResult end, Recorder? current)
    {
        var doubtful = false;
        lock (_gate)
        {
            if (_closed || trace.Counted) return;
            doubtful = end.HasNoRows && (_running > 1 || !IsAround(current));
            Add(trace, end, late: doubtful);
        }
        if (doubtful) current?.FinishMissedCommand();
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

    public SqlVitals Snapshot()
    {
        lock (_gate)
        {
            if (!_closed) ReadLateRows();
            return _costs.Snapshot(BusyTime(time.GetTimestamp()));
        }
    }

    private void FinishMissedCommand()
    {
        lock (_gate)
            if (!_closed && _pending.FindMissed() is var (trace, end)) Add(trace, end, late: false);
    }

    private void ReadLateRows()
    {
        while (_pending.FindMissed() is var (trace, end)) Add(trace, end, late: false);
        foreach (var end in _pending.TakeLateRows()) _costs.AddRows(end);
    }

    private bool IsAround(Recorder? inner) => inner is not null && (ReferenceEquals(inner, this) || IsAround(inner.Outer));

    private void Add(CommandTrace trace, in CommandResult end, bool late)
    {
        trace.Counted = true;
        _pending.Remove(trace, late);
        var now = time.GetTimestamp();
        _costs.AddCommand(end, time.GetElapsedTime(trace.Start, now));
        if (--_running == 0) _busyTime += time.GetElapsedTime(_busySince, now);
    }
}
