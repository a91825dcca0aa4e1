using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Statements that differ only in values, white space and comments, with their total cost.</summary>
public sealed record StatementShape
{
    /// <summary>
    /// The normalised SQL, which contains no data: a literal or parameter is `?`, and a list of them is `?, …`.
    /// </summary>
    public required string Sql { get; init; }

    /// <summary>The number of statements of this shape that were sent.</summary>
    public long Count { get; init; }

    /// <summary>The number of round trips. Batches make it smaller than <see cref="Count"/>.</summary>
    public long RoundTrips { get; init; }

    /// <summary>Rows that PostgreSQL sent.</summary>
    public long Rows { get; init; }

    /// <summary>Rows inserted, updated, deleted, merged or copied in.</summary>
    public long Affected { get; init; }

    /// <summary>The total time. A batch's time is divided evenly among its statements.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>
    /// The first statement of this shape as it was sent; null if its data source does not use the checklist.
    /// </summary>
    public StatementSample? Sample { get; init; }

    /// <summary>
    /// The line of code that sent it, as `File.cs:12 in Type.Method`; null if unknown. The checklist looks for it only
    /// if a rule may need it.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Rows that PostgreSQL computed and discarded because of OFFSET.</summary>
    public long RowsDiscarded { get; init; }

    /// <summary>The number of different values that it was sent with, up to 64; 0 for statements that write.</summary>
    public int DistinctParameters { get; init; }

    // Only statements outside batches, because those in batches need no round trip of their own.
    internal long UnbatchedCount { get; init; }
    internal long MaxRows { get; init; }
    internal long MaxAffected { get; init; }
    internal SqlShape Shape { get; init; } = ShapeTable.Further;
}
