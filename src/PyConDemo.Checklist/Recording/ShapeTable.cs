using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One measurement's statement shapes, up to a limit. The recorder's lock guards it.</summary>
internal sealed class ShapeTable(int limit)
{
    /// <summary>The shape that stands for all beyond the limit.</summary>
    public static readonly SqlShape Further = SqlShape.Named("(further shapes)");

    // Most requests send a few shapes, and comparing a few references is faster than hashing a text.
    private const int MaxWithoutIndex = 8;
    private readonly List<ShapeTotals> _shapes = [];
    private Dictionary<string, ShapeTotals>? _bySql;

    public IReadOnlyList<ShapeTotals> All => _shapes;

    public ShapeTotals Get(in SentStatement statement)
    {
        var totals = Find(statement.Shape) ?? Add(statement);
        totals.AddParameters(statement);
        return totals;
    }

    public IReadOnlyList<StatementShape> Snapshot() => [.. _shapes.Select(s => s.Snapshot())];

    private ShapeTotals? Find(SqlShape shape)
    {
        if (_bySql is not null) return _bySql.GetValueOrDefault(shape.Sql);
        foreach (var totals in _shapes)
            if (ReferenceEquals(totals.Shape, shape) || totals.Shape.Sql == shape.Sql) return totals;
        return null;
    }

    private ShapeTotals Add(in SentStatement statement)
    {
        var full = _shapes.Count >= limit;
        if (full && Find(Further) is { } further) return further;
        var totals = new ShapeTotals(full ? Further : statement.Shape);
        if (!full) totals.Sample = StatementSample.TryCreate(statement);
        _shapes.Add(totals);
        if (_shapes.Count > MaxWithoutIndex) _bySql ??= _shapes.Take(MaxWithoutIndex).ToDictionary(t => t.Shape.Sql);
        _bySql?.Add(totals.Shape.Sql, totals);
        return totals;
    }
}

/// <summary>The running totals of one shape in one measurement. The recorder's lock guards it.</summary>
internal sealed class ShapeTotals(SqlShape shape)
{
    /// <summary>Distinct parameters are counted up to this number. No rule needs more.</summary>
    public const int MaxDistinctParameters = 64;

    public SqlShape Shape => shape;
    public long Count;
    public long RoundTrips;
    public long UnbatchedCount;
    public long Rows;
    public long MaxRows;
    public long Affected;
    public long MaxAffected;
    public long RowsDiscarded;
    public TimeSpan Time;
    public StatementSample? Sample;
    public string? Source;
    private int _fingerprint; // most shapes have only one, so the set is rarely needed
    private HashSet<int>? _otherFingerprints;

    /// <summary>The number of different parameter values that were sent; 0 if unknown.</summary>
    public int DistinctParameters => _fingerprint == 0 ? 0 : 1 + (_otherFingerprints?.Count ?? 0);

    public void AddParameters(in SentStatement statement)
    {
        if (_fingerprint == 0)
        {
            _fingerprint = statement.Fingerprint;
        }
        else if (statement.Fingerprint != _fingerprint
            && statement.Fingerprint != 0
            && DistinctParameters < MaxDistinctParameters)
        {
            (_otherFingerprints ??= []).Add(statement.Fingerprint);
        }
    }

    public StatementShape Snapshot() => new()
    {
        Sql = shape.Sql,
        Count = Count,
        RoundTrips = RoundTrips,
        Rows = Rows,
        Affected = Affected,
        Time = Time,
        Sample = Sample,
        Source = Source,
        RowsDiscarded = RowsDiscarded,
        DistinctParameters = DistinctParameters,
        UnbatchedCount = UnbatchedCount,
        MaxRows = MaxRows,
        MaxAffected = MaxAffected,
        Shape = shape,
    };
}
