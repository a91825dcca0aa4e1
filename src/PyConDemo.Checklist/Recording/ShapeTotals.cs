using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>The running sums of one shape in one measurement. Its recorder's lock guards it.</summary>
internal sealed class ShapeTotals(SqlShape shape)
{
    /// <summary>More different parameters than this are not told apart: every rule has decided by then.</summary>
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
    private int _fingerprint; // most shapes are sent with one set of values only
    private HashSet<int>? _others;

    /// <summary>With how many different values it was sent; 0 when that is not known.</summary>
    public int DistinctParameters => _fingerprint == 0 ? 0 : 1 + (_others?.Count ?? 0);

    public void AddParameters(in SentStatement statement)
    {
        if (_fingerprint == 0) _fingerprint = statement.Fingerprint;
        else if (statement.Fingerprint != _fingerprint && statement.Fingerprint != 0 && DistinctParameters < MaxDistinctParameters) (_others ??= []).Add(statement.Fingerprint);
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
