namespace PyConDemo.Checklist.Recording;

/// <summary>Counts one measurement's commands. Thread-safe; its memory is bounded.</summary>
/// <param name="findSubject">Tells the route, or the measurement's name. Source lines are remembered by it. A request
/// may be routed only after its measurement began.</param>
/// <param name="id">Distinguishes requests to the same route; null if that is not needed.</param>
/// <param name="sites">Remembers the source lines of the application's statements.</param>
/// <param name="outer">The measurement around this one, which counts the same commands.</param>
internal sealed class Recorder(
    Func<string> findSubject, RequestId? id, CallSites sites, Recorder? outer, int maxShapes, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly RecordedTotals _totals = new(maxShapes, time);
    private readonly UnfinishedCommands _unfinished = new();
    private long _busySince;
    private TimeSpan _busyTime;
    private int _running;
    private bool _closed;
    private TimeSpan _busyAtLook, _unwatchedBefore;
    private BlindSpot? _blindSpot;

    /// <summary>The recorder of the running code, or null. It flows into what the code awaits or starts.</summary>
    public static AsyncLocal<Recorder?> Current { get; } = new();

    public string DisplayName => id is null ? Subject : $"{Subject} ({id})";
    public Recorder? Outer => outer;
    public bool IsClosed => Volatile.Read(ref _closed);
    public long StartTimestamp { get; } = time.GetTimestamp();
    public long Now() => time.GetTimestamp();
    public TimeSpan Age => time.GetElapsedTime(StartTimestamp);
    public TimeMeter Times { get; } = new(time, time.GetTimestamp(), outer?.Times);

    /// <inheritdoc cref="CallSites.Find"/>
    public string? FindCallSite(StatementShape shape)
        => IsClosed ? null : sites.Find(Subject, shape.Sql); // a command can outlive its request

    /// <summary>The totals that every request needs. They are cheaper than a snapshot.</summary>
    public (long Commands, long RowsRead, TimeSpan SqlTime) GetSums()
    {
        lock (_gate) return (_totals.Vitals.Commands, _totals.Vitals.RowsRead, _totals.Vitals.SqlTime);
    }

    /// <inheritdoc cref="RecordedTotals.HasNothingSuspicious"/>
    public bool HasNothingSuspicious(int repeats, Func<StatementShape, bool> needsNoPlan)
    {
        // A longer time may contain a lock wait, or the reason why none was looked for.
        lock (_gate)
        {
            return BusyTime(time.GetTimestamp()) < SessionMonitor.Interval
                && _totals.HasNothingSuspicious(repeats, needsNoPlan);
        }
    }

    /// <summary>The time until <paramref name="now"/> in which at least one command ran.</summary>
    public TimeSpan BusyTime(long now)
    {
        lock (_gate) return _running > 0 && !_closed ? _busyTime + time.GetElapsedTime(_busySince, now) : _busyTime;
    }

    /// <returns>The timestamp of the command's start.</returns>
    public long StartCommand(CommandTrace command)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_closed) return now;
            _totals.Vitals.Commands++;
            if (_running++ == 0) _busySince = now;
            _unfinished.Add(command);
            Times.BeginCommand(command);
            return now;
        }
    }

    /// <summary>A command's statements are sent.</summary>
    /// <param name="command">An NpgsqlCommand or an NpgsqlBatch; null if it was not seen.</param>
    /// <param name="process">The id of the server process; 0 if unknown.</param>
    /// <param name="continues">False if the command is known to be its transaction's first.</param>
    /// <returns>The shapes that the statements count in.</returns>
    public StatementShape[] Send(
        SentStatement[] statements, object? command = null, int process = 0, bool continues = true)
    {
        var shapes = new StatementShape[statements.Length];
        lock (_gate)
        {
            if (!_closed && command is not null) _unfinished.Forget(command);
            if (!_closed && process != 0) _totals.AddConnection(process);
            for (var i = 0; i < shapes.Length; i++)
                shapes[i] = _closed ? new(statements[i].Shape) : _totals.GetShape(statements[i]);
            RecordedTotals.AddRoundTrip(shapes, statements);
            if (!_closed) _totals.FollowSession(process, shapes, statements, continues);
        }
        return shapes;
    }

    /// <summary>A command is about to be sent.</summary>
    /// <param name="continues">True if the command is not its transaction's first.</param>
    /// <returns>Null if the transaction took no lock until now.</returns>
    public TransactionRows? EnterTransaction(int process, bool continues, SentStatement[] statements)
    {
        if (process == 0) return null;
        lock (_gate)
            return _closed ? null : _totals.Transactions.Enter(process, continues, TakeLocks(statements));
    }

    public void SeeIdleTransaction(int process, TimeSpan idle, StatementShape latest)
    {
        lock (_gate)
            if (!_closed) _totals.Transactions.SeeIdle(process, idle, latest);
    }

    public void EndTransaction(int process)
    {
        lock (_gate)
            if (!_closed) _totals.Transactions.End(process);
    }

    /// <summary>The database's sessions were looked at, and this measurement's lock waits were added.</summary>
    /// <param name="timestamp">When the look began.</param>
    public void AddLook(long timestamp)
    {
        lock (_gate)
            if (!_closed) EndUnwatched(BusyTime(timestamp));
    }

    public void AddBlindSpot(BlindSpot blindSpot)
    {
        lock (_gate)
            if (!_closed) _blindSpot = blindSpot;
        outer?.AddBlindSpot(blindSpot);
    }

    public void AddTransactionAge(TimeSpan age)
    {
        lock (_gate)
            if (!_closed && age > _totals.Vitals.LongestTransaction) _totals.Vitals.LongestTransaction = age;
        outer?.AddTransactionAge(age);
    }

    public void AddOutboundCall(string host, TimeSpan took)
    {
        lock (_gate)
            if (!_closed) _totals.AddOutboundCall(host, took);
        outer?.AddOutboundCall(host, took);
    }

    /// <summary>A command's activity stopped.</summary>
    /// <param name="current">The recorder of the code that stopped it; see <see cref="UnfinishedCommands"/>.</param>
    public void FinishCommand(CommandTrace command, in CommandResult result, Recorder? current)
    {
        bool doubtful;
        lock (_gate)
        {
            if (_closed || command.Counted) return;
            doubtful = result is { Seen: true, Failed: false } && !RowCounts.Any(result.Rows)
                && (_running > 1 || !IsAround(current));
            if (!doubtful) _unfinished.Remove(command);
            Count(command, result);
        }
        if (doubtful) current?.FinishMissedCommand();
    }

    /// <summary>Ends the measurement. Nothing counts after this.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            FailSafe.Run(this, static r => r.ReadLateRows()); // another thread may change a batch's commands
            var now = time.GetTimestamp();
            if (_running > 0) _busyTime += time.GetElapsedTime(_busySince, now);
            _totals.Transactions.EndAll(now);
            EndUnwatched(_busyTime);
            _unfinished.Clear();
            Times.Close();
            _closed = true;
        }
        outer?.EndInner(_unwatchedBefore);
    }

    public SqlVitals Snapshot()
    {
        lock (_gate)
        {
            if (!_closed) ReadLateRows();
            var busy = BusyTime(time.GetTimestamp());
            return _totals.Snapshot(busy) with { UnwatchedTime = Unwatched(busy), BlindSpot = _blindSpot };
        }
    }

    // Another thread can ask when the request has just ended.
    private string Subject => FailSafe.Get(findSubject, static find => find()) ?? "(an ended request)";

    private static bool TakeLocks(SentStatement[] statements)
    {
        foreach (var statement in statements)
            if (statement.Shape.TakesLocks) return true;
        return false;
    }

    // The inner measurement's commands were watched for it.
    private void EndInner(TimeSpan unwatched)
    {
        lock (_gate)
        {
            if (_closed) return;
            _busyAtLook = BusyTime(time.GetTimestamp());
            if (unwatched > _unwatchedBefore) _unwatchedBefore = unwatched;
        }
    }

    private void EndUnwatched(TimeSpan busy) => (_unwatchedBefore, _busyAtLook) = (Unwatched(busy), busy);

    private TimeSpan Unwatched(TimeSpan busy)
        => busy - _busyAtLook > _unwatchedBefore ? busy - _busyAtLook : _unwatchedBefore;

    private void FinishMissedCommand()
    {
        lock (_gate)
            if (!_closed && _unfinished.Take(missedOnly: true) is var (command, result)) Count(command, result);
    }

    private void ReadLateRows()
    {
        while (_unfinished.Take(missedOnly: false) is var (command, result))
        {
            if (command.Counted) _totals.AddRows(result);
            else Count(command, result);
        }
    }

    private bool IsAround(Recorder? inner)
        => inner is not null && (ReferenceEquals(inner, this) || IsAround(inner.Outer));

    private void Count(CommandTrace command, in CommandResult result)
    {
        command.Counted = true;
        var now = time.GetTimestamp();
        _totals.AddCommand(result, time.GetElapsedTime(command.Start, now));
        Times.EndCommand(command, result.ReadingTime);
        if (--_running == 0) _busyTime += time.GetElapsedTime(_busySince, now);
    }
}
