using System.Data;
using System.Diagnostics;
using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One command on its way: begun when its activity starts, finished when its reader is closed.</summary>
internal sealed class CommandTrace
{
    private readonly Recorder _recorder;
    private readonly CommandTrace? _outer;
    private object? _command; // an NpgsqlCommand or an NpgsqlBatch
    private ShapeTally[]? _tallies;
    private bool _stale;

    public CommandTrace(Recorder recorder)
    {
        _recorder = recorder;
        _outer = recorder.Outer is { } outer ? new CommandTrace(outer) : null;
        Start = recorder.Begin(this);
    }

    public long Start { get; }

    /// <summary>Whether its recorder has counted it. The recorder's lock guards it.</summary>
    public bool Counted { get; set; }

    /// <summary>Sees the command before it is sent: its parameters may be another request's a moment after it ends.</summary>
    public void See(Activity activity, NpgsqlCommand command)
    {
        _outer?.See(activity, command);
        _recorder.Sent(activity, command);
        _tallies = [_recorder.Tally(command.CommandText, command.CommandType, command.Parameters)];
        _command = command;
        _stale = HasRows;
    }

    /// <inheritdoc cref="See(Activity, NpgsqlCommand)"/>
    public void See(Activity activity, NpgsqlBatch batch)
    {
        _outer?.See(activity, batch);
        _recorder.Sent(activity, batch);
        _tallies = [.. ((IList<NpgsqlBatchCommand>)batch.BatchCommands).Select(c => _recorder.Tally(c.CommandText, c.CommandType, c.Parameters))];
        _command = batch;
        _stale = HasRows;
    }

    public bool IsOf(object command) => ReferenceEquals(_command, command);

    public void Stop(Activity activity, Recorder? current)
    {
        _outer?.Stop(activity, current);
        var failed = activity.Status == ActivityStatusCode.Error;
        // A prepared statement that fails still shows the rows of the time before.
        var rows = failed ? Rows()?.Select(_ => default(StatementRows)).ToArray() : Rows();
        // COPY has no parameters, and its activity carries its rows: nothing about it is hidden.
        var seen = rows is not null || activity.OperationName.StartsWith("COPY ", StringComparison.Ordinal);
        if (rows is null && activity.GetTagItem("db.npgsql.rows") is ulong copied) rows = [new(0, (long)copied)];

        _recorder.Finish(this, new()
        {
            Tallies = _tallies ?? [_recorder.Tally(activity.GetTagItem("db.query.text") as string ?? "", CommandType.Text, parameters: null)],
            Rows = rows ?? [default],
            Seen = seen,
            Failed = failed,
        }, current);
    }

    /// <summary>A stop that never came: what the command itself knows.</summary>
    public CommandEnd? Overlooked()
        => _tallies is not null && HasRows && !_stale ? new() { Tallies = _tallies, Rows = Rows()!, Seen = true, Failed = false } : null;

    // Before it is sent, only a prepared command has any: the time before's.
    private bool HasRows => Rows() is { } rows && rows.Any(r => r != default);

    // Known only at the end: PostgreSQL tells a statement's rows when it is complete, and closing a reader reads to there.
    private StatementRows[]? Rows() => _command switch
    {
        NpgsqlBatch batch => [.. ((IList<NpgsqlBatchCommand>)batch.BatchCommands).Select(StatementRows.Of)],
#pragma warning disable CS0618 // NpgsqlCommand.Statements: the only public way from a command to its rows
        NpgsqlCommand command => [.. command.Statements.Select(StatementRows.Of)],
#pragma warning restore CS0618
        _ => null,
    };
}
