using StatementType = Npgsql.StatementType;

namespace PyConDemo.Checklist.Recording;

/// <summary>A running command. It starts with its activity and ends when its reader is closed.</summary>
internal sealed class CommandTrace
{
    private readonly CommandTrace? _outer;
    private object? _command; // an NpgsqlCommand or an NpgsqlBatch
    private SentStatement[]? _statements;
    private StatementShape[]? _shapes;
    private bool _hadRowsBefore;
    private LockWait? _lockWait;

    public CommandTrace(Recorder recorder)
    {
        Recorder = recorder;
        _outer = recorder.Outer is { } outer ? new CommandTrace(outer) : null;
        Start = recorder.StartCommand(this);
    }

    public Recorder Recorder { get; }
    public long Start { get; } // a timestamp

    /// <summary>True if it has ended and was counted. Only the recorder sets it, under its lock.</summary>
    public bool Counted { get; set; }

    /// <summary>Captures the statements before they are sent. After the command's end it would be too late, because
    /// another request may already have changed the parameters.</summary>
    public void Capture(Activity activity, object command, SentStatement[] statements)
    {
        _outer?.Capture(activity, command, statements);
        // Read from the tag, because a data source's own command does not expose its connection.
        var process = activity.GetTagItem("db.npgsql.connection_id") as int? ?? 0;
        _statements = statements;
        _shapes = Recorder.Send(statements, command, process);
        foreach (var shape in _shapes)
        {
            if (shape.Source is null && (shape.Shape.IsSuspicious || shape.PerRowCount > 0))
                shape.Source = CallSite.Find(Recorder.Subject, shape.Sql);
        }
        _command = command;
        // A prepared command still has the rows of its previous execution.
        _hadRowsBefore = Rows() is { } before && RowCounts.Any(before);
        if (process != 0 && statements is [{ Connections: { } connections }, ..])
            connections.Sessions.Add(process, this);
    }

    public bool IsFor(object command) => ReferenceEquals(_command, command);

    public void AddLockWait(TimeSpan time, string? holder)
    {
        if (_shapes is [var shape, ..]) _lockWait = new(time, shape, holder ?? _lockWait?.Holder);
        _outer?.AddLockWait(time, holder);
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
        Recorder.FinishCommand(this, new(_shapes, _statements, rows ?? [default], seen, failed, _lockWait), current);
    }

    /// <summary>The result if the command has all its rows, although it may not have stopped.</summary>
    public CommandResult? GetMissedResult()
        => _shapes is not null && !_hadRowsBefore && Rows() is { } rows && RowCounts.Any(rows)
            ? new(_shapes, _statements!, rows, Seen: true, Failed: false, _lockWait)
            : null;

    // PostgreSQL reports a statement's rows at its end. Closing a reader reads that far.
    private RowCounts[]? Rows() => _command switch
    {
#pragma warning disable CS0618 // NpgsqlCommand.Statements is the only public way from a command to its rows
        NpgsqlCommand command => RowCounts.Create(command.Statements),
#pragma warning restore CS0618
        NpgsqlBatch batch => [.. ((IList<NpgsqlBatchCommand>)batch.BatchCommands).Select(RowCounts.Create)],
        _ => null,
    };
}

/// <summary>What is known about a command after its end.</summary>
/// <param name="Shapes">One per statement of a batch. Several statements in one command text share one.</param>
/// <param name="Statements">The statements that <paramref name="Shapes"/> belong to.</param>
/// <param name="Seen">False if the rows are unknown, because the data source does not use the checklist.</param>
internal readonly record struct CommandResult(
    StatementShape[] Shapes, SentStatement[] Statements, RowCounts[] Rows, bool Seen, bool Failed, LockWait? LockWait);

/// <summary>One statement's rows, from its command tag: either those that were sent, or those changed.</summary>
internal readonly record struct RowCounts(long Read, long Affected)
{
    public static RowCounts Create(NpgsqlBatchCommand statement) => statement.StatementType switch
    {
        StatementType.Select or StatementType.Fetch => new((long)statement.Rows, 0),
        _ => new(0, (long)statement.Rows),
    };

    public static RowCounts[] Create(IReadOnlyList<NpgsqlBatchCommand> statements)
    {
        var rows = new RowCounts[statements.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = Create(statements[i]);
        return rows;
    }

    public static bool Any(RowCounts[] rows) => rows.AsSpan().ContainsAnyExcept(default(RowCounts));
}
