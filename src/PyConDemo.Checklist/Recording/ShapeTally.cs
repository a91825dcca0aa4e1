using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>The running sums of one shape in one exam. Its recorder's lock guards it.</summary>
internal sealed class ShapeTally(SqlShape shape)
{
    /// <summary>More different parameters than this are not told apart: every rule has decided by then.</summary>
    public const int MaxDistinct = 64;

    public SqlShape Shape => shape;
    public long Count;
    public long RoundTrips;
    public long Singles;
    public long Rows;
    public long MostRows;
    public long Affected;
    public long MostAffected;
    public long Discarded;
    public TimeSpan Time;
    public StatementSample? Sample;
    public string? Source;
    private int _fingerprint; // most shapes are sent with one set of values only
    private HashSet<int>? _others;

    /// <summary>With how many different values it was sent; 0 when that is not known.</summary>
    public int Distinct => _fingerprint == 0 ? 0 : 1 + (_others?.Count ?? 0);

    public void Sent(in Statement statement)
    {
        if (_fingerprint == 0) _fingerprint = statement.Fingerprint;
        else if (statement.Fingerprint != _fingerprint && statement.Fingerprint != 0 && Distinct < MaxDistinct) (_others ??= []).Add(statement.Fingerprint);
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
        RowsDiscarded = Discarded,
        DistinctParameters = Distinct,
        Singles = Singles,
        MostRows = MostRows,
        MostAffected = MostAffected,
        Shape = shape,
    };
}
