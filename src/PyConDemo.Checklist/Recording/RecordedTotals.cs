namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's running totals. The recorder's lock guards it.</summary>
internal sealed class RecordedTotals(int maxShapes)
{
    private const int MaxConnections = 1_000;
    private const int MaxLockWaits = 20;
    private const int MaxHosts = 20;
    private readonly ShapeTable _shapes = new(maxShapes);
    private readonly List<int> _connections = [];
    private List<LockWait>? _lockWaits;
    private Dictionary<string, OutboundCalls>? _outbound;
    private long _statements, _errors, _unseen, _affected;
    private TimeSpan _lockWaitTime;

    public long Commands { get; set; }
    public long RowsRead { get; private set; }
    public TimeSpan SqlTime { get; private set; }
    public TimeSpan LongestTransaction { get; set; }

    /// <summary>True if every command was seen and none is of a kind that a rule about SQL looks at.</summary>
    /// <param name="repeats">The number of times that one statement may be sent.</param>
    public bool HasNothingSuspicious(int repeats)
    {
        if (_unseen > 0 || _lockWaits is not null) return false;
        foreach (var totals in _shapes.All)
        {
            if (totals.Sample is null || totals.UnbatchedCount >= repeats) return false;
            if (totals.Shape is not { IsSuspicious: false, Writes: false, ChangesRows: false }) return false;
        }
        return true;
    }

    public ShapeTotals GetTotals(in SentStatement statement) => _shapes.Get(statement);

    /// <param name="process">The id of the server process; 0 if unknown.</param>
    public void AddConnection(int process)
    {
        if (process == 0 || _connections.Count >= MaxConnections) return;
        if (!_connections.Contains(process)) _connections.Add(process);
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
        SqlTime += took;
        if (result.Failed) _errors++;
        if (!result.Seen) _unseen++;
        _statements += result.Rows.Length;
        for (var i = 0; i < result.Totals.Length; i++)
        {
            var totals = result.Totals[i];
            totals.Count++;
            totals.Time += took / result.Totals.Length;
            if (result.Totals.AsSpan(0, i).IndexOf(totals) < 0) totals.RoundTrips++;
        }
        if (result.Totals is [var only]) only.UnbatchedCount++;
        if (result.LockWait is { } wait)
        {
            _lockWaitTime += wait.Time;
            if ((_lockWaits ??= []).Count < MaxLockWaits) _lockWaits.Add(wait);
        }
        AddRows(result);
    }

    public void AddRows(in CommandResult result)
    {
        for (var i = 0; i < result.Rows.Length; i++)
        {
            var (rows, totals) = (result.Rows[i], result.Totals[Math.Min(i, result.Totals.Length - 1)]);
            totals.Rows += rows.Read;
            totals.Affected += rows.Affected;
            totals.MaxRows = Math.Max(totals.MaxRows, rows.Read);
            totals.MaxAffected = Math.Max(totals.MaxAffected, rows.Affected);
            // The statement returned rows, so there were at least as many rows as its OFFSET.
            var statement = result.Statements[Math.Min(i, result.Statements.Length - 1)];
            if (rows.Read > 0) totals.RowsDiscarded += statement.Offset;
            (RowsRead, _affected) = (RowsRead + rows.Read, _affected + rows.Affected);
        }
    }

    public SqlVitals Snapshot(TimeSpan busy) => new()
    {
        Commands = Commands,
        Statements = _statements,
        Errors = _errors,
        Unseen = _unseen,
        RowsRead = RowsRead,
        RowsAffected = _affected,
        SqlTime = SqlTime,
        SqlBusyTime = busy,
        LockWaitTime = _lockWaitTime,
        LongestTransaction = LongestTransaction,
        Connections = _connections.Count,
        LockWaits = [.. _lockWaits ?? []],
        Outbound = [.. _outbound?.Values ?? Enumerable.Empty<OutboundCalls>()],
        Shapes = _shapes.Snapshot(),
    };
}
