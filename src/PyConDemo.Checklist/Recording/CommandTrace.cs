using System.Data;
using System.Diagnostics;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One command on its way: begun when its activity starts, finished when its reader is closed.</summary>
internal sealed class CommandTrace
{
    private readonly CommandTrace? _outer;
    private object? _command; // an NpgsqlCommand or an NpgsqlBatch
    private SentStatement[]? _statements;
    private ShapeTotals[]? _tallies;
    private bool _stale;
    private int _process;
    private bool _stopped;
    private LockWait? _wait;

    public CommandTrace(Recorder recorder)
    {
        Recorder = recorder;
        _outer = recorder.Outer is { } outer ? new CommandTrace(outer) : null;
        Start = recorder.StartCommand(this);
    }

    public Recorder Recorder { get; }
    public long Start { get; }

    /// <summary>False once it has ended. Read by whoever watches the sessions.</summary>
    public bool IsRunning => !Volatile.Read(ref _stopped);

    /// <summary>Whether its recorder has counted it. The recorder's lock guards it.</summary>
    public bool Counted { get; set; }

    /// <summary>Sees the command before it is sent: its parameters may be another request's a moment after it ends.</summary>
    public void Capture(Activity activity, object command, SentStatement[] statements)
    {
        _outer?.Capture(activity, command, statements);
        // The connection by its tag: a data source's own commands refuse to tell it.
        _process = activity.GetTagItem("db.npgsql.connection_id") as int? ?? 0;
        Recorder.RegisterSend(command, _process);
        _statements = statements;
        _tallies = Recorder.GetTotals(statements);
        foreach (var tally in _tallies)
            if (tally.Source is null && (tally.Shape.IsSuspicious || tally.UnbatchedCount > 0)) tally.Source = CallSite.Find(Recorder.Subject, tally.Shape.Sql);
        _command = command;
        _stale = Rows() is { } before && RowCounts.Any(before); // only a prepared command has any before it is sent: the time before's
        if (_process != 0 && statements is [{ Connections: { } observer }, ..]) observer.Sessions.Add(_process, this);
    }

    public bool IsFor(object command) => ReferenceEquals(_command, command);

    /// <summary>Was seen waiting for a lock.</summary>
    public void AddLockWait(TimeSpan time, string? holder)
    {
        if (_tallies is [var tally, ..]) _wait = new(time, tally.Shape.Sql, holder ?? _wait?.Holder, tally.Source);
        _outer?.AddLockWait(time, holder);
    }

    public void Stop(Activity activity, Recorder? current)
    {
        _outer?.Stop(activity, current);
        Volatile.Write(ref _stopped, true);
        var failed = activity.Status == ActivityStatusCode.Error;
        var rows = Rows();
        if (failed && rows is not null) Array.Clear(rows); // a prepared statement that fails still shows those of the time before
        // COPY has no parameters, and its activity carries its rows: nothing about it is hidden.
        var seen = rows is not null || activity.OperationName.StartsWith("COPY ", StringComparison.Ordinal);
        if (rows is null && activity.GetTagItem("db.npgsql.rows") is ulong copied) rows = [new(0, (long)copied)];
        _statements ??= [SentStatement.Create(activity.GetTagItem("db.query.text") as string ?? "", CommandType.Text, parameters: null, observer: null)];
        _tallies ??= Recorder.GetTotals(_statements);
        Recorder.FinishCommand(this, CreateResult(rows ?? [default]) with { Seen = seen, Failed = failed }, current);
    }

    /// <summary>A stop that never came: what the command itself knows.</summary>
    public CommandResult? GetMissedResult() => _tallies is not null && !_stale && Rows() is { } rows && RowCounts.Any(rows) ? CreateResult(rows) : null;

    private CommandResult CreateResult(RowCounts[] rows) => new() { Totals = _tallies!, Statements = _statements!, Rows = rows, Seen = true, LockWait = _wait };

    // Known only at the end: PostgreSQL tells a statement's rows when it is complete, and closing a reader reads to there.
    private RowCounts[]? Rows() => _command switch
    {
#pragma warning disable CS0618 // NpgsqlCommand.Statements: the only public way from a command to its rows
        NpgsqlCommand command => RowCounts.Create(command.Statements),
#pragma warning restore CS0618
        NpgsqlBatch batch => [.. ((IList<NpgsqlBatchCommand>)batch.BatchCommands).Select(RowCounts.Create)],
        _ => null,
    };
}
