namespace PyConDemo.Checklist.Recording;

/// <summary>Splits a measurement's time by <see cref="TimeUse"/>. Thread-safe.</summary>
/// <remarks>It counts what happens now. At each change, the time since the previous change belongs to the first use
/// that happened in it. Two uses are certain only later. After a read of rows, either another read follows, or the time
/// until the reader's end was the program's. A round trip outside of a command ends with a read, which may never come,
/// and which may be only a notice that the server sends while it works.</remarks>
/// <param name="outer">Of the measurement around this one; null if there is none.</param>
internal sealed class TimeMeter(TimeProvider time, long start, TimeMeter? outer)
{
    private readonly Lock _gate = new();
    private readonly long _start = start;
    private Ticks _spent; // in the time provider's ticks
    private Counts _running;
    private long _rowsOrOwn;
    private long _unanswered;
    private long _afterAnswer;
    private bool _answered;
    private long _last = start;
    private int _copies;
    private bool _closed;

    /// <summary>A use of the time begins. Each beginning needs an end.</summary>
    public void Begin(TimeUse use)
    {
        lock (_gate) Change(use, by: 1);
        outer?.Begin(use);
    }

    public void End(TimeUse use)
    {
        lock (_gate) Change(use, by: -1);
        outer?.End(use);
    }

    public void BeginCommand(CommandTrace command)
    {
        lock (_gate)
        {
            Change(TimeUse.Sql, by: 1);
            _answered = false;
            command.Use = TimeUse.Sql;
            if (command.IsCopy) _copies++;
        }
    }

    /// <summary>Bytes came from PostgreSQL while a command waited for its first row.</summary>
    public void AddRead(CommandTrace command)
    {
        lock (_gate)
        {
            Advance();
            if (command.Use == TimeUse.Rows) Settle(ref _rowsOrOwn, TimeUse.Sql); // the server was still busy
            if (command.Use != TimeUse.Sql) return;
            command.Use = TimeUse.Rows;
            _running[(int)TimeUse.Sql]--;
            _running[(int)TimeUse.Rows]++;
        }
    }

    /// <param name="reading">If none of its bytes were seen, the time from its first row to its end.</param>
    public void EndCommand(CommandTrace command, TimeSpan reading)
    {
        lock (_gate)
        {
            if (command.Use is not { } use) return;
            Change(use, by: -1);
            command.Use = null;
            if (command.IsCopy) _copies--;
            // No reader is left that could read further, so the time after the last read was the program's.
            if (!Is(TimeUse.Rows)) _rowsOrOwn = 0;
            var ticks = Math.Min((long)(reading.TotalSeconds * time.TimestampFrequency), _spent[(int)TimeUse.Sql]);
            _spent[(int)TimeUse.Sql] -= ticks;
            _spent[(int)TimeUse.Rows] += ticks;
        }
    }

    /// <summary>Bytes were sent to PostgreSQL outside of a command's execution: a round trip, or rows of a COPY.
    /// </summary>
    public void AddWrite()
    {
        lock (_gate)
        {
            if (_copies == 0) Change(TimeUse.Transaction, by: 1);
            else SettleRows();
            _answered = false;
        }
        outer?.AddWrite();
    }

    /// <summary>Bytes came from PostgreSQL outside of a command's execution: a round trip's answer, or rows.</summary>
    public void AddRead()
    {
        lock (_gate)
        {
            if (Is(TimeUse.Transaction))
            {
                Change(TimeUse.Transaction, by: -1);
                Settle(ref _unanswered, TimeUse.Transaction);
                (_answered, _afterAnswer) = (true, 0);
            }
            else if (_answered && !Is(TimeUse.Rows))
            {
                Advance();
                Settle(ref _afterAnswer, TimeUse.Transaction); // the first answer was a notice
            }
            else
            {
                SettleRows();
            }
        }
        outer?.AddRead();
    }

    /// <summary>What the time until <paramref name="now"/> was spent on. Time that is not certain yet is in
    /// <see cref="TimeSpent.Rows"/>.</summary>
    public TimeSpent Until(long now)
    {
        lock (_gate)
        {
            if (!_closed) Advance(now);
            var parts = new TimeSpent
            {
                Total = Span(now - _start),
                Sql = Of(TimeUse.Sql),
                Connection = Of(TimeUse.Connection),
                Transaction = Of(TimeUse.Transaction),
                Body = Of(TimeUse.Body),
                Http = Of(TimeUse.Http),
                Sending = Of(TimeUse.Sending),
                Rows = Of(TimeUse.Rows) + Span(_rowsOrOwn + _unanswered),
            };
            return parts with { Own = parts.Remainder };
        }
    }

    public void Close()
    {
        lock (_gate) _closed = true;
    }

    private TimeSpan Of(TimeUse use) => Span(_spent[(int)use]);

    private TimeSpan Span(long ticks) => time.GetElapsedTime(0, ticks);

    private bool Is(TimeUse use) => _running[(int)use] > 0;

    private void Change(TimeUse use, int by)
    {
        Advance();
        ref var running = ref _running[(int)use];
        running = Math.Max(0, running + by); // an end can belong to a beginning before the measurement
    }

    private void Advance() => Advance(_closed ? _last : time.GetTimestamp());

    private void Advance(long now)
    {
        var elapsed = now - _last;
        if (elapsed <= 0) return;
        _last = now;
        for (var use = TimeUse.Sql; use <= TimeUse.Rows; use++)
        {
            if (!Is(use)) continue;
            if (use == TimeUse.Transaction) _unanswered += elapsed;
            else if (use == TimeUse.Rows) _rowsOrOwn += elapsed;
            else _spent[(int)use] += elapsed;
            return;
        }
        _afterAnswer += elapsed;
    }

    private void SettleRows()
    {
        Advance();
        Settle(ref _rowsOrOwn, TimeUse.Rows);
    }

    private void Settle(ref long uncertain, TimeUse use)
    {
        _spent[(int)use] += uncertain;
        uncertain = 0;
    }

    [InlineArray((int)TimeUse.Rows + 1)]
    private struct Ticks
    {
        private long _first;
    }

    [InlineArray((int)TimeUse.Rows + 1)]
    private struct Counts
    {
        private int _first;
    }
}
