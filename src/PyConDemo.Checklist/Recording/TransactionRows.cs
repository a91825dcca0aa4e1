namespace PyConDemo.Checklist.Recording;

/// <summary>What one transaction locked until now. A statement outside of a transaction is one by itself.</summary>
internal sealed record TransactionRows(int Process)
{
    private bool _isRunning; // true while a command runs
    private long _idleSince; // a timestamp; 0 while a command runs, and when the transaction is over
    private long _lookedAt;
    private TimeSpan _idle, _idleNow;
    private Dictionary<StatementShape, TimeSpan>? _work;

    /// <summary>Rows that FOR UPDATE or FOR SHARE returned.</summary>
    public long Locked { get; private set; }

    public long LockingStatements { get; private set; }

    /// <summary>The statement that locked the most rows at once.</summary>
    public StatementShape? Locking { get; private set; }

    /// <summary>Rows that were updated, deleted or merged.</summary>
    public long Changed { get; private set; }

    public long ChangingStatements { get; private set; }

    /// <summary>The statement that changed the most rows at once.</summary>
    public StatementShape? Changing { get; private set; }

    /// <summary>The latest statement that took a lock of any kind; null if none did.</summary>
    public StatementShape? Holding { get; private set; }

    /// <summary>The time in which the program did something else than SQL while locks were held.</summary>
    public TimeSpan Held => _idle + _idleNow;

    public void Add(RowCounts rows, StatementShape shape)
    {
        if (rows.Locked > 0)
        {
            LockingStatements++;
            Locked += rows.Locked;
            if (shape.MaxLocked < rows.Locked) shape.MaxLocked = rows.Locked;
            if (Locking is null || Locking.MaxLocked < shape.MaxLocked) Locking = shape;
        }
        if (rows.Changed > 0)
        {
            ChangingStatements++;
            Changed += rows.Changed;
            if (shape.MaxChanged < rows.Changed) shape.MaxChanged = rows.Changed;
            if (Changing is null || Changing.MaxChanged < shape.MaxChanged) Changing = shape;
        }
        if (rows.TookLocks) Holding = shape;
    }

    /// <summary>Adds the time of a command with this shape.</summary>
    /// <returns>The time of all its commands in this transaction.</returns>
    public TimeSpan AddWork(StatementShape shape, TimeSpan work)
    {
        _work ??= new(ReferenceEqualityComparer.Instance);
        return _work[shape] = _work.GetValueOrDefault(shape) + work;
    }

    /// <summary>A command is about to be sent.</summary>
    public void Resume(long now, TimeProvider time)
    {
        if (_idleSince != 0 && Holding is not null) _idle += time.GetElapsedTime(_idleSince, now);
        (_isRunning, _idleSince, _idleNow) = (true, 0, TimeSpan.Zero);
    }

    /// <summary>A command has ended, and the transaction is still open.</summary>
    public void Pause(long now) => (_isRunning, _idleSince, _lookedAt) = (false, now, 0);

    /// <summary>PostgreSQL shows that the transaction is idle and has locks.</summary>
    public void SeeIdle(TimeSpan idle, StatementShape latest, long now)
    {
        if (_isRunning) return; // by now, the next command runs
        Holding ??= latest; // a function took the lock
        if (_idleSince == 0) _idleSince = now;
        (_idleNow, _lookedAt) = (idle, now);
    }

    /// <summary>The transaction has ended.</summary>
    public void End() => (_isRunning, _idleSince) = (false, 0);

    /// <summary>The time in which the transaction may have held its locks, and nobody looked. COMMIT is not seen.
    /// </summary>
    public TimeSpan UnseenSince(long now, TimeProvider time)
        => _idleSince == 0 || Holding is null
            ? TimeSpan.Zero
            : time.GetElapsedTime(Math.Max(_idleSince, _lookedAt), now);
}
