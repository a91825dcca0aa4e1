namespace PyConDemo.Checklist.Recording;

/// <summary>A running command. It starts with its activity and ends when its reader is closed.</summary>
internal sealed class CommandTrace
{
    private readonly CommandTrace? _outer;
    private object? _command; // an NpgsqlCommand or an NpgsqlBatch
    private SentStatement[]? _statements;
    private StatementShape[]? _shapes;
    private bool _hadRowsBefore;
    private TransactionRows? _transaction;
    private LockWait? _lockWait;

    public CommandTrace(Recorder recorder, bool isCopy)
    {
        (Recorder, IsCopy) = (recorder, isCopy);
        _outer = recorder.Outer is { } outer ? new CommandTrace(outer, isCopy) : null;
        Start = recorder.StartCommand(this);
    }

    public Recorder Recorder { get; }
    public long Start { get; } // a timestamp

    /// <summary>The id of the server process; 0 if unknown.</summary>
    public int Process { get; private set; }

    /// <summary>True for COPY, which writes while it runs.</summary>
    public bool IsCopy { get; }

    /// <summary>True if it has ended and was counted. Only the recorder sets it, under its lock.</summary>
    public bool Counted { get; set; }

    /// <summary>SQL until its first bytes arrive, then rows; null at its end. Only the time meter sets it.</summary>
    public TimeUse? Use { get; set; }

    /// <summary>Captures the statements before they are sent. After the command's end it would be too late, because
    /// another request may already have changed the parameters.</summary>
    public void Capture(Activity activity, object command, SentStatement[] statements)
    {
        Capture(activity, command, statements, TransactionState.IsOpen(command));
        // Only the innermost recorder's commands are watched. A wait is told to the outer ones, too.
        if (Process != 0 && statements is [{ Connections: { } connections }, ..])
            connections.Sessions.Add(this);
    }

    private void Capture(Activity activity, object command, SentStatement[] statements, bool continues)
    {
        _outer?.Capture(activity, command, statements, continues);
        // The tag tells it, because a data source's own command does not expose its connection.
        Process = activity.GetTagItem("db.npgsql.connection_id") as int? ?? 0;
        _statements = statements;
        _shapes = Recorder.Send(statements, command, Process, continues || !TransactionState.IsKnown);
        _transaction = Recorder.EnterTransaction(Process, continues, _statements);
        foreach (var shape in _shapes)
        {
            if (shape.Source is null && (shape.Shape.IsSuspicious || shape.PerRowCount > 1))
                shape.Source = Recorder.FindCallSite(shape);
        }
        _command = command;
        // A prepared command still has the rows of its previous execution.
        _hadRowsBefore = Rows() is { } before && RowCounts.Any(before);
    }

    /// <summary>Bytes arrived until which the command's execution waited.</summary>
    public void AddRead()
    {
        _outer?.AddRead();
        Recorder.Times.AddRead(this);
    }

    public bool IsFor(object command) => ReferenceEquals(_command, command);

    public void AddLockWait(LockKind kind, TimeSpan time, string? holder)
    {
        if (_shapes is [var shape, ..]) _lockWait = new(kind, time, shape, holder ?? _lockWait?.Holder);
        _outer?.AddLockWait(kind, time, holder);
    }

    /// <summary>After this command, PostgreSQL shows its transaction idle, with locks.</summary>
    public void SeeIdleTransaction(TimeSpan idle)
    {
        if (_shapes is [.., var shape]) Recorder.SeeIdleTransaction(Process, idle, shape);
        _outer?.SeeIdleTransaction(idle);
    }

    /// <summary>This command's transaction is over.</summary>
    public void EndTransaction()
    {
        Recorder.EndTransaction(Process);
        _outer?.EndTransaction();
    }

    public void Stop(Activity activity, Recorder? current)
    {
        _outer?.Stop(activity, current);
        var failed = activity.Status == ActivityStatusCode.Error;
        var rows = Rows();
        // After a failure, a prepared command still has the rows of its previous execution.
        if (failed && rows is not null) Array.Clear(rows);
        // COPY has no parameters, and its activity has the number of rows, so it is seen completely.
        var seen = rows is not null || activity.OperationName.StartsWith("COPY ", StringComparison.Ordinal);
        if (rows is null && activity.GetTagItem("db.npgsql.rows") is ulong copied) rows = [new(0, (long)copied)];
        _statements ??= [SentStatement.Create(activity.GetTagItem("db.query.text") as string ?? "")];
        _shapes ??= Recorder.Send(_statements);
        var result = CreateResult(rows ?? [default], seen, failed) with
        {
            ReadingTime = Use == TimeUse.Rows ? TimeSpan.Zero : TimeSinceFirstResponse(activity),
        };
        Recorder.FinishCommand(this, result, current);
    }

    /// <summary>The result if the command has all its rows, although it may not have stopped.</summary>
    public CommandResult? GetMissedResult()
        => _shapes is not null && !_hadRowsBefore && Rows() is { } rows && RowCounts.Any(rows)
            ? CreateResult(rows, seen: true, failed: false)
            : null;

    private CommandResult CreateResult(RowCounts[] rows, bool seen, bool failed) => new(
        _shapes!, _statements!, rows, seen, failed, _lockWait, _transaction,
        IsTransactionOpen: _transaction is not null && !failed && TransactionState.IsOpen(_command!));

    // A command whose bytes another flow reads (multiplexing) has only this event.
    private static TimeSpan TimeSinceFirstResponse(Activity activity)
    {
        foreach (ref readonly var @event in activity.EnumerateEvents())
        {
            if (@event.Name == "received-first-response")
                return activity.StartTimeUtc + activity.Duration - @event.Timestamp.UtcDateTime;
        }
        return TimeSpan.Zero;
    }

    // PostgreSQL reports a statement's rows at its end. Closing a reader reads that far.
    private RowCounts[]? Rows() => _command switch
    {
#pragma warning disable CS0618 // NpgsqlCommand.Statements is the only public way from a command to its rows
        NpgsqlCommand command => RowCounts.Create(command.Statements, _statements!),
#pragma warning restore CS0618
        NpgsqlBatch batch => RowCounts.Create([.. (IList<NpgsqlBatchCommand>)batch.BatchCommands], _statements!),
        _ => null,
    };
}

/// <summary>What is known about a command after its end.</summary>
/// <param name="Shapes">One per statement of a batch. Several statements in one command text share one.</param>
/// <param name="Statements">The statements that <paramref name="Shapes"/> belong to.</param>
/// <param name="Seen">False if the rows are unknown, because the data source does not use the checklist.</param>
/// <param name="Transaction">Null if it took no locks until now.</param>
internal readonly record struct CommandResult(
    StatementShape[] Shapes, SentStatement[] Statements, RowCounts[] Rows, bool Seen, bool Failed, LockWait? LockWait,
    TransactionRows? Transaction, bool IsTransactionOpen)
{
    /// <summary>The time from the first response to the end, if none of its bytes were seen.</summary>
    public TimeSpan ReadingTime { get; init; }
}
