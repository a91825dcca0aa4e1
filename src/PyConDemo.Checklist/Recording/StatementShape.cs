using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Statements that differ only in values, white space and comments, and what they cost together.</summary>
public sealed record StatementShape
{
    /// <summary>The normalised SQL: each literal and parameter is a `?`, and a list of them `?, …`, so it holds nobody's data.</summary>
    public required string Sql { get; init; }

    /// <summary>How often a statement of this shape was sent.</summary>
    public long Count { get; init; }

    /// <summary>In how many round trips; less than <see cref="Count"/> when they travelled in batches.</summary>
    public long RoundTrips { get; init; }

    /// <summary>Rows that PostgreSQL sent.</summary>
    public long Rows { get; init; }

    /// <summary>Rows inserted, updated, deleted, merged or copied in.</summary>
    public long Affected { get; init; }

    /// <summary>The time of all of them; a batch's time is shared out evenly.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The first statement of this shape as it was sent; null when its data source doesn't use the checklist.</summary>
    public StatementSample? Sample { get; init; }

    /// <summary>The program's line that sent it, as `File.cs:12 in Type.Method`; null when unknown. Looked for only where a rule may need it.</summary>
    public string? Source { get; init; }

    /// <summary>Rows that PostgreSQL computed and threw away by OFFSET.</summary>
    public long RowsDiscarded { get; init; }

    /// <summary>With how many different values it was sent, counted to 64; 0 for statements that write.</summary>
    public int DistinctParameters { get; init; }

    // Commands that held this statement alone: those in batches cost no round trip of their own.
    internal long UnbatchedCount { get; init; }
    internal long MaxRows { get; init; }
    internal long MaxAffected { get; init; }
    internal SqlShape Shape { get; init; } = ShapeTable.Further;
}
