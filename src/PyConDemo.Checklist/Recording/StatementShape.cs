using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Statements that differ only in values, white space and comments, with their total cost.</summary>
public sealed record StatementShape
{
    /// <summary>Different parameters are counted up to this number. No rule needs more.</summary>
    internal const int MaxDistinctParameters = 64;

    private int _fingerprint; // most shapes have only one, so the set is rarely needed
    private HashSet<int>? _otherFingerprints;

    internal StatementShape(SqlShape shape) => Shape = shape;

    /// <summary>The SQL without data: a literal or parameter is `?`, and a list of them is `?, …`.</summary>
    public string Sql => Shape.Sql;

    /// <summary>The number of statements of this shape that were sent.</summary>
    public long Count { get; internal set; }

    /// <summary>The number of round trips. Batches make it smaller than <see cref="Count"/>.</summary>
    public long RoundTrips { get; internal set; }

    /// <summary>Rows that PostgreSQL sent.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows inserted, updated, deleted, merged or copied in.</summary>
    public long Affected { get; internal set; }

    /// <summary>The total time. A batch's time is divided evenly among its statements.</summary>
    public TimeSpan Time { get; internal set; }

    /// <summary>The first one as it was sent; null if its data source does not use the checklist.</summary>
    public StatementSample? Sample { get; internal set; }

    /// <summary>The line of code that sent it, `File.cs:12 in Type.Method`. Null if unknown, or not needed.</summary>
    public string? Source { get; internal set; }

    /// <summary>Rows that PostgreSQL computed and discarded because of OFFSET.</summary>
    public long RowsDiscarded { get; internal set; }

    /// <summary>The number of different values that it was sent with, up to 64; 0 for statements that write.</summary>
    public int DistinctParameters { get; internal set; }

    // Only statements outside batches, because those in batches need no round trip of their own.
    internal long UnbatchedCount { get; set; }
    internal long MaxRows { get; set; }
    internal long MaxAffected { get; set; }
    internal SqlShape Shape { get; }

    /// <param name="fingerprint">Of a statement with these parameters; 0 if unknown.</param>
    internal void AddParameters(int fingerprint)
    {
        if (fingerprint == 0 || fingerprint == _fingerprint || DistinctParameters == MaxDistinctParameters) return;
        if (_fingerprint == 0) _fingerprint = fingerprint;
        else if (!(_otherFingerprints ??= []).Add(fingerprint)) return;
        DistinctParameters++;
    }
}
