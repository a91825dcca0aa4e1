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
    public HashSet<int>? Parameters;

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
        DistinctParameters = Parameters?.Count ?? 0,
        Singles = Singles,
        MostRows = MostRows,
        MostAffected = MostAffected,
        Shape = shape,
    };
}
