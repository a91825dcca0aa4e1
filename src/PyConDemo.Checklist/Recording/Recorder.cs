namespace PyConDemo.Checklist.Recording;

/// <summary>Counts one measurement's commands. Thread-safe; its memory is bounded however many commands are
/// sent.</summary>
/// <param name="subject">The route, or the measurement's name. Source lines are remembered by it.</param>
/// <param name="id">Distinguishes requests to the same route; null if that is not needed.</param>
/// <param name="outer">The measurement around this one, which counts the same commands.</param>
/// <param name="maxShapes">The number of statement shapes that it distinguishes.</param>
/// <param name="time">The clock.</param>
internal sealed class Recorder(string subject, string? id, Recorder? outer, int maxShapes, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly RecordedTotals _totals = new(maxShapes);
    private readonly UnfinishedCommands _unfinished = new();
    private readonly long _startTimestamp = time.GetTimestamp();
    private long _busySince;
    private TimeSpan _busyTime;
    private int _running;
    private bool _closed;

    /// <summary>The name that messages use for the measured work.</summary>
    public string DisplayName => id is null ? subject : $"{subject} ({id})";

    public string Subject => subject;
    public Recorder? Outer => outer;
    public bool IsClosed => Volatile.Read(ref _closed);
    public long StartTimestamp => _startTimestamp;
    public TimeSpan Age => time.GetElapsedTime(_startTimestamp);
    public long Now => time.GetTimestamp();

    /// <summary>The totals that every request needs. They are cheaper than a snapshot.</summary>
    public (long Commands, long RowsRead, TimeSpan SqlTime) Sums
    {
        get
        {
            lock (_gate) return (_totals.Commands, _totals.RowsRead, _totals.SqlTime);
        }
    }

    /// <inheritdoc cref="RecordedTotals.HasNothingSuspicious"/>
    public bool HasNothingSuspicious(int repeats)
    {
        lock (_gate) return _totals.HasNothingSuspicious(repeats);
    }

    /// <summary>The time until <paramref name="now"/> in which at least one command ran.</summary>
    public TimeSpan BusyTime(long now)
    {
        lock (_gate) return _running > 0 && !_closed ? _busyTime + time.GetElapsedTime(_busySince, now) : _busyTime;
    }

    /// <summary>A command starts.</summary>
    /// <returns>The timestamp of its start.</returns>
    public long StartCommand(CommandTrace command)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_closed) return now;
            _totals.Commands++;
            if (_running++ == 0) _busySince = now;
            _unfinished.Add(command);
            return now;
        }
    }

    /// <summary>A command object is sent.</summary>
    /// <param name="command">An NpgsqlCommand or an NpgsqlBatch.</param>
    /// <param name="process">The id of the server process; 0 if unknown.</param>
    public void RegisterSend(object command, int process)
    {
        lock (_gate)
        {
            if (_closed) return;
            _unfinished.Forget(command);
            _totals.AddConnection(process);
        }
    }

    /// <summary>The totals that the statements count in.</summary>
    public ShapeTotals[] GetTotals(SentStatement[] statements)
    {
        var totals = new ShapeTotals[statements.Length];
        lock (_gate)
        {
            for (var i = 0; i < totals.Length; i++)
                totals[i] = _closed ? new(statements[i].Shape) : _totals.GetTotals(statements[i]);
        }
        return totals;
    }

    /// <summary>One of its connections was seen in a transaction of this age.</summary>
    public void AddTransactionAge(TimeSpan age)
    {
        lock (_gate)
            if (!_closed && age > _totals.LongestTransaction) _totals.LongestTransaction = age;
        outer?.AddTransactionAge(age);
    }

    /// <summary>An outbound HTTP call ended.</summary>
    public void AddOutboundCall(string host, long start)
    {
        lock (_gate)
            if (!_closed) _totals.AddOutboundCall(host, time.GetElapsedTime(start));
    }

    /// <summary>A command's activity stopped.</summary>
    /// <param name="command">The command.</param>
    /// <param name="result">Its result.</param>
    /// <param name="current">The recorder of the code that stopped it; see <see cref="UnfinishedCommands"/>.</param>
    public void FinishCommand(CommandTrace command, in CommandResult result, Recorder? current)
    {
        bool doubtful;
        lock (_gate)
        {
            if (_closed || command.Counted) return;
            doubtful = result.HasNoRows && (_running > 1 || !IsAround(current));
            Count(command, result, rowsMayFollow: doubtful);
        }
        if (doubtful) current?.FinishMissedCommand();
    }

    /// <summary>Ends the measurement. Nothing counts after this.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            ReadLateRows();
            if (_running > 0) _busyTime += time.GetElapsedTime(_busySince);
            _unfinished.Clear();
            _closed = true;
        }
    }

    public SqlVitals Snapshot()
    {
        lock (_gate)
        {
            if (!_closed) ReadLateRows();
            return _totals.Snapshot(BusyTime(time.GetTimestamp()));
        }
    }

    private void FinishMissedCommand()
    {
        lock (_gate)
        {
            if (!_closed && _unfinished.FindMissed() is var (command, result))
                Count(command, result, rowsMayFollow: false);
        }
    }

    private void ReadLateRows()
    {
        while (_unfinished.FindMissed() is var (command, result)) Count(command, result, rowsMayFollow: false);
        foreach (var result in _unfinished.TakeLateRows()) _totals.AddRows(result);
    }

    private bool IsAround(Recorder? inner)
        => inner is not null && (ReferenceEquals(inner, this) || IsAround(inner.Outer));

    private void Count(CommandTrace command, in CommandResult result, bool rowsMayFollow)
    {
        command.Counted = true;
        _unfinished.Remove(command, rowsMayFollow);
        var now = time.GetTimestamp();
        _totals.AddCommand(result, time.GetElapsedTime(command.Start, now));
        if (--_running == 0) _busyTime += time.GetElapsedTime(_busySince, now);
    }
}
