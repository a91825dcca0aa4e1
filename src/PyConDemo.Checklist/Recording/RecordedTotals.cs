namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's running sums. Its recorder's lock guards it.</summary>
internal sealed class RecordedTotals(int maxShapes)
{
    private const int MaxConnections = 1_000;
    private const int MaxWaits = 20;
    private const int MaxHosts = 20;
    private readonly ShapeTable _shapes = new(maxShapes);
    private readonly List<int> _connections = [];
    private List<LockWait>? _waits;
    private Dictionary<string, OutboundCalls>? _outbound;
    private long _statements, _errors, _unseen, _affected;
    private TimeSpan _waited;

    public long Commands { get; set; }
    public long RowsRead { get; private set; }
    public TimeSpan SqlTime { get; private set; }
    public TimeSpan LongestTransaction { get; set; }

    /// <summary>True when no rule about SQL could find anything: all was seen, and nothing of it is of a kind that a rule looks at.</summary>
    /// <param name="repeats">How often one statement may be sent.</param>
    public bool HasNothingSuspicious(int repeats)
    {
        if (_unseen > 0 || _waits is not null) return false;
        foreach (var tally in _shapes.All)
            if (tally.Sample is null || tally.UnbatchedCount >= repeats || tally.Shape is not { IsSuspicious: false, Writes: false, ChangesRows: false }) return false;
        return true;
    }

    public ShapeTotals GetTotals(in SentStatement statement) => _shapes.Get(statement);

    public void AddConnection(int process)
    {
        if (process != 0 && _connections.Count < MaxConnections && !_connections.Contains(process)) _connections.Add(process);
    }

    public void AddOutboundCall(string host, TimeSpan took)
    {
        _outbound ??= [];
        if (_outbound.Count >= MaxHosts && !_outbound.ContainsKey(host)) return;
        var sofar = _outbound.GetValueOrDefault(host) ?? new(host, 0, TimeSpan.Zero);
        _outbound[host] = sofar with { Calls = sofar.Calls + 1, Time = sofar.Time + took };
    }

    public void AddCommand(in CommandResult end, TimeSpan took)
    {
        SqlTime += took;
        if (end.Failed) _errors++;
        if (!end.Seen) _unseen++;
        _statements += end.Rows.Length;
        for (var i = 0; i < end.Totals.Length; i++)
        {
            var tally = end.Totals[i];
            tally.Count++;
            tally.Time += took / end.Totals.Length;
            if (end.Totals.AsSpan(0, i).IndexOf(tally) < 0) tally.RoundTrips++;
        }
        if (end.Totals is [var only]) only.UnbatchedCount++;
        if (end.LockWait is { } wait)
        {
            _waited += wait.Time;
            if ((_waits ??= []).Count < MaxWaits) _waits.Add(wait);
        }
        AddRows(end);
    }

    public void AddRows(in CommandResult end)
    {
        for (var i = 0; i < end.Rows.Length; i++)
        {
            var (rows, tally) = (end.Rows[i], end.Totals[Math.Min(i, end.Totals.Length - 1)]);
            tally.Rows += rows.Read;
            tally.Affected += rows.Affected;
            tally.MaxRows = Math.Max(tally.MaxRows, rows.Read);
            tally.MaxAffected = Math.Max(tally.MaxAffected, rows.Affected);
            // Rows came after the OFFSET, so there were as many before it.
            if (rows.Read > 0) tally.RowsDiscarded += end.Statements[Math.Min(i, end.Statements.Length - 1)].Offset;
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
        LockWaitTime = _waited,
        LongestTransaction = LongestTransaction,
        Connections = _connections.Count,
        LockWaits = [.. _waits ?? []],
        Outbound = [.. _outbound?.Values ?? Enumerable.Empty<OutboundCalls>()],
        Shapes = _shapes.Snapshot(),
    };
}
