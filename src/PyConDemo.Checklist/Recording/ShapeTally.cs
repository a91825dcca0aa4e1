namespace PyConDemo.Checklist.Recording;

/// <summary>The running sums of one shape in one exam. Its recorder's lock guards it.</summary>
internal sealed class ShapeTally(string sql)
{
    public string Sql => sql;
    public long Count;
    public long RoundTrips;
    public long Rows;
    public long Affected;
    public TimeSpan Time;
    public StatementSample? Sample;

    public StatementShape Snapshot() => new()
    {
        Sql = sql,
        Count = Count,
        RoundTrips = RoundTrips,
        Rows = Rows,
        Affected = Affected,
        Time = Time,
        Sample = Sample,
    };
}
