using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's running totals and shapes. The recorder's lock guards it.</summary>
internal sealed class RecordedTotals(int maxShapes, TimeProvider time)
{
    // It stands for all shapes beyond the limit.
    private static readonly SqlShape Further = SqlShape.Get("(further shapes)");

    private const string TooManyShapes = "More different statements were sent than the checklist distinguishes. Raise "
        + "the setting Checklist:MaxShapes.";

    // A command with so many statements of one shape is a batch for many rows.
    private const int ManyStatements = 10;

    // Most requests send a few shapes, and comparing a few references is faster than hashing a text.
    private const int MaxWithoutIndex = 8;
    private const int MaxConnections = 1_000;
    private const int MaxOtherSamples = 7;
    private const int MaxLockWaits = 20;
    private const int MaxHosts = 20;
    private readonly List<StatementShape> _shapes = [];
    private readonly List<int> _connections = [];
    private Dictionary<int, (SessionSettings Session, SessionSettings Local)>? _ownSessions; // most change none
    private Dictionary<string, StatementShape>? _bySql;
    private Dictionary<string, OutboundCalls>? _outbound;

    /// <summary>The numbers as they are now. A snapshot also has the lists.</summary>
    public SqlVitals Vitals { get; } = new();

    public OpenTransactions Transactions { get; } = new(time);

    /// <summary>True if every command was seen and none is of a kind that a rule about SQL looks at.</summary>
    /// <param name="repeats">The number of times that one statement may be sent.</param>
    /// <param name="needsNoPlan">Says whether a statement is known to need no plan.</param>
    public bool HasNothingSuspicious(int repeats, Func<StatementShape, bool> needsNoPlan)
    {
        if (Vitals.Unseen > 0 || Vitals.LockWaits.Count > 0 || !Transactions.IsEmpty) return false;
        foreach (var shape in _shapes)
        {
            if (shape.Sample is null || shape.PerRowCount >= repeats) return false;
            if (shape.Shape.IsSuspicious || shape.Shape.Writes || !needsNoPlan(shape)) return false;
        }
        return true;
    }

    /// <summary>The shape that the statement counts in. Its parameters count at once.</summary>
    public StatementShape GetShape(in SentStatement statement)
    {
        var known = Find(statement.Shape);
        var shape = known ?? Add(statement);
        if (shape.AddValues(statement) && known is not null) AddSample(shape, statement);
        return shape;
    }

    /// <summary>Counts a command's round trip for each of its shapes that is for few rows.</summary>
    public static void AddRoundTrip(StatementShape[] shapes, SentStatement[] statements)
    {
        for (var i = 0; i < shapes.Length; i++)
        {
            var isFirst = !shapes.AsSpan(0, i).Contains(shapes[i], ReferenceEqualityComparer.Instance);
            var isChunk = shapes[i].IsChunk(statements[i]);
            if (isFirst && !isChunk && Count(shapes, shapes[i]) < ManyStatements) shapes[i].PerRowCount++;
        }
    }

    private static void AddSample(StatementShape shape, in SentStatement statement)
    {
        if (shape.Shape is { Aggregates: false, SkipsRows: false }) return;
        if (shape.Sample is null || shape.OtherSamples.Length == MaxOtherSamples) return;
        if (StatementSample.TryCreate(statement) is { } sample) shape.OtherSamples = [.. shape.OtherSamples, sample];
    }

    public void AddConnection(int process)
    {
        if (_connections.Count < MaxConnections && !_connections.Contains(process)) _connections.Add(process);
    }

    /// <summary>Follows which sessions have a search path or a role that a statement has set.</summary>
    /// <param name="process">The id of the server process.</param>
    /// <param name="continues">False if the command is its transaction's first.</param>
    public void FollowSession(int process, StatementShape[] shapes, SentStatement[] statements, bool continues)
    {
        var own = _ownSessions?.GetValueOrDefault(process) ?? default;
        if (!continues) own.Local = SessionSettings.None;
        for (var i = 0; i < shapes.Length; i++)
        {
            var change = statements[i].SqlText.GetSessionChange(statements[i].Parameters);
            own.Session = (own.Session & ~change.Resets) | change.Sets;
            own.Local = (own.Local & ~change.Resets) | change.SetsLocally;
            shapes[i].HasOwnSession |= own != default;
        }
        if (own != default) (_ownSessions ??= [])[process] = own;
        else _ownSessions?.Remove(process);
    }

    public void AddOutboundCall(string host, TimeSpan took)
    {
        _outbound ??= [];
        if (_outbound.Count >= MaxHosts && !_outbound.ContainsKey(host)) return;
        var calls = _outbound.GetValueOrDefault(host) ?? new(host, 0, TimeSpan.Zero);
        _outbound[host] = calls with { Calls = calls.Calls + 1, Time = calls.Time + took };
    }

    public void AddCommand(in CommandResult result, TimeSpan took)
    {
        var connections = result.Statements is [{ Connections: { } known }, ..] ? known : null;
        if (!result.Failed && result.Shapes is [{ Shape.IsQuery: true }]) connections?.RoundTrips.Add(took);
        var work = took - (connections?.RoundTrips.Quickest ?? TimeSpan.Zero);
        Vitals.SqlTime += took;
        if (result.Failed) Vitals.Errors++;
        if (!result.Seen) Vitals.Unseen++;
        Vitals.Statements += result.Rows.Length;
        for (var i = 0; i < result.Shapes.Length; i++)
        {
            var shape = result.Shapes[i];
            shape.Count++;
            if (!result.Seen) shape.WhyUnseen ??= shape.NoDataSource;
            if (result.Failed) shape.Failures++;
            shape.Time += took / result.Shapes.Length;
            if (result.Shapes.AsSpan(0, i).Contains(shape, ReferenceEqualityComparer.Instance)) continue;
            shape.RoundTrips++;
            if (shape.Shape.WritesRows) shape.AddWork(result.Transaction?.AddWork(shape, work) ?? work);
        }
        if (result.LockWait is { } wait)
        {
            if (wait.Kind == LockKind.Advisory) Vitals.AdvisoryWaitTime += wait.Time;
            else Vitals.LockWaitTime += wait.Time;
            if (Vitals.LockWaits.Count < MaxLockWaits) Vitals.LockWaits = [.. Vitals.LockWaits, wait];
        }
        AddRows(result);
        if (result.IsTransactionOpen) result.Transaction!.Pause(time.GetTimestamp());
        else result.Transaction?.End();
    }

    public void AddRows(in CommandResult result)
    {
        for (var i = 0; i < result.Rows.Length; i++)
        {
            var (rows, shape) = (result.Rows[i], result.Shapes[Math.Min(i, result.Shapes.Length - 1)]);
            shape.Rows += rows.Read;
            shape.Affected += rows.Affected;
            shape.MaxRows = Math.Max(shape.MaxRows, rows.Read);
            // The statement returned rows, so there were at least as many rows as it skipped.
            var skips = shape.Shape.Part(i, result.Rows.Length).SkipsRows;
            var skipped = skips ? result.Statements[Math.Min(i, result.Statements.Length - 1)].SkippedRows ?? 0 : 0;
            if (rows.Read > 0 || rows.Affected > 0) shape.RowsDiscarded += skipped;
            else if (!result.Failed) shape.MaxSkippedToNothing = Math.Max(shape.MaxSkippedToNothing, skipped);
            shape.HidesChanges |= rows.HidesChanges;
            result.Transaction?.Add(rows, shape);
            Vitals.RowsRead += rows.Read;
            Vitals.RowsAffected += rows.Affected;
        }
        if (result.Transaction is not null) Transactions.Compare(result.Transaction);
    }

    public SqlVitals Snapshot(TimeSpan busy) => Vitals with
    {
        SqlBusyTime = busy,
        Transactions = Transactions.Snapshot(time.GetTimestamp()),
        Connections = _connections.Count,
        Outbound = [.. _outbound?.Values ?? Enumerable.Empty<OutboundCalls>()],
        Shapes = [.. _shapes.Select(shape => shape with { })],
    };

    private static int Count(StatementShape[] shapes, StatementShape shape)
    {
        var count = 0;
        foreach (var other in shapes)
            if (ReferenceEquals(other, shape)) count++;
        return count;
    }

    private StatementShape? Find(SqlShape sought)
    {
        if (_bySql is not null) return _bySql.GetValueOrDefault(sought.Sql);
        foreach (var shape in _shapes)
            if (ReferenceEquals(shape.Shape, sought) || shape.Sql == sought.Sql) return shape;
        return null;
    }

    private StatementShape Add(in SentStatement statement)
    {
        var full = _shapes.Count >= maxShapes;
        if (full && Find(Further) is { } further) return further;
        var shape = full
            ? new StatementShape(Further) { IsFurther = true, WhyUnseen = TooManyShapes }
            : new StatementShape(statement.Shape)
            {
                Comment = statement.SqlText.Comment,
                Connections = statement.Connections,
            };
        if (!full) shape.Sample = StatementSample.TryCreate(statement);
        _shapes.Add(shape);
        if (_shapes.Count > MaxWithoutIndex) _bySql ??= _shapes.Take(MaxWithoutIndex).ToDictionary(s => s.Sql);
        _bySql?.Add(shape.Sql, shape);
        return shape;
    }
}
