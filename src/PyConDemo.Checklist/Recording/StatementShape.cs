using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Recording;

/// <summary>Statements that differ only in values, white space and comments, with their total cost.</summary>
public sealed record StatementShape
{
    /// <summary>Different parameters are counted up to this number. No rule needs more.</summary>
    internal const int MaxDistinctParameters = 64;

    private const int MaxSqlInMessage = 80;

    private int _fingerprint; // most shapes have only one, so the set is rarely needed
    private HashSet<int>? _otherFingerprints;
    private int _manyRows; // of the previous execution
    private ValueChanges? _changes; // only for statements that read pages

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

    internal TimeSpan MeanTime => Time / Math.Max(1, Count);

    /// <summary>The first one as it was sent; null if its data source does not use the checklist.</summary>
    public StatementSample? Sample { get; internal set; }

    /// <summary>The line of code that sent it, `File.cs:12 in Type.Method`. Null if unknown, or not needed.</summary>
    public string? Source { get; internal set; }

    /// <summary>The line comment that the first one began with, such as the text of EF Core's `TagWith`.</summary>
    public string? Comment { get; internal init; }

    /// <summary>Rows that PostgreSQL computed and discarded because of OFFSET or a row number.</summary>
    public long RowsDiscarded { get; internal set; }

    /// <summary>The number of different values that it was sent with, up to 64. Values in the text count even if its
    /// data source does not use the checklist; parameters don't.</summary>
    public int DistinctParameters { get; internal set; }

    /// <summary>Null if the rows and parameters of all executions were seen; otherwise the reason.</summary>
    internal string? WhyUnseen { get; set; }

    /// <summary>The reason for <see cref="WhyUnseen"/> if its data source does not use the checklist.</summary>
    internal string NoDataSource => "The rows, parameters and plan of a statement are not seen. Call "
        + "UseServerHealthChecklist() on the builder of its data source; a plain connection string has none. The "
        + $"statement is: {(Sql.Length <= MaxSqlInMessage ? Sql : $"{Sql[..MaxSqlInMessage]}…")}";

    /// <summary>True if it stands for all shapes beyond the limit.</summary>
    internal bool IsFurther { get; init; }

    /// <summary>True if it can be a statement for many rows or a page, which only unseen parameters tell.</summary>
    internal bool MayBeForManyRows { get; private set; }

    /// <summary>True if it was sent with parameters that were not seen.</summary>
    internal bool HidesValues { get; private set; }

    /// <summary>Round trips for few rows: the command had the statement fewer than ten times, and no list of ten values
    /// or more made it one for many rows. A list that stays the same is no chunk of rows.</summary>
    internal long PerRowCount { get; set; }

    /// <summary>The most rows that one execution skipped without returning any, so that the number which PostgreSQL
    /// really read is unknown.</summary>
    internal long MaxSkippedToNothing { get; set; }

    /// <summary>True if an execution skips rows, but the text does not tell how many.</summary>
    internal bool HasUnreadSkip { get; set; }

    /// <summary>True if each execution read the next page.</summary>
    internal bool IsWalk => MaxRows > 1 && _changes?.IsWalk == true; // a page of one row is a look-up

    internal long MaxRows { get; set; }
    internal long MaxLocked { get; set; }
    internal long MaxChanged { get; set; }
    internal long Failures { get; set; }

    /// <summary>The longest time that one transaction's commands with a writing statement took, without their round
    /// trips. Nobody knows how a batch's time is divided among its statements, so it counts whole for each.</summary>
    internal TimeSpan MaxWork { get; private set; }

    internal bool HidesChanges { get; set; }

    /// <summary>True if the program had changed the search path or the role of its session.</summary>
    internal bool HasOwnSession { get; set; }

    /// <summary>The most rows that a subquery of a writing statement may have locked.</summary>
    internal long MaxHiddenLocks { get; private set; }

    /// <summary>To the database that it was sent to; null if its data source does not use the checklist.</summary>
    internal MonitoringConnections? Connections { get => field ?? Sample?.Connections; init; }

    /// <summary>Samples with other values, for statements whose plan depends on them.</summary>
    internal StatementSample[] OtherSamples { get; set; } = [];

    internal IEnumerable<StatementSample> Samples => Sample is null ? [] : OtherSamples.Prepend(Sample);

    internal SqlShape Shape { get; }

    /// <summary>True if the execution is for many rows, and not with the same list as the previous one.</summary>
    internal bool IsChunk(in SentStatement statement)
    {
        var isNext = statement.ManyRows != 0 && statement.ManyRows != _manyRows;
        _manyRows = statement.ManyRows;
        return isNext;
    }

    /// <param name="work">The time that this shape's commands took in one transaction until now.</param>
    internal void AddWork(TimeSpan work)
    {
        if (work > MaxWork) MaxWork = work;
    }

    // With always the same LIMIT and no parameter that can be a key, each execution reads the first page.
    private bool MayWalk(SqlText text) => Shape.Walk is { } walk
        && (DistinctParameters > 1 || text.Places.Where((p, i) => walk.MayChange(i) && !p.HasOnlyLiterals).Any());

    /// <summary>Adds the values of one execution.</summary>
    /// <returns>True if no earlier one had them.</returns>
    internal bool AddValues(in SentStatement statement)
    {
        HasUnreadSkip |= statement.SkippedRows is null;
        MaxHiddenLocks = Math.Max(MaxHiddenLocks, statement.HiddenLocks ?? long.MaxValue);
        if (statement.Parameters is null)
        {
            MayBeForManyRows = MayWalk(statement.SqlText) || statement.SqlText.Places.Any(p => p.IsList);
            HidesValues |= statement.SqlText.Places.Any(p => !p.HasOnlyLiterals);
        }
        if (Shape.Walk is { } walk && statement.Parameters is { } parameters)
            (_changes ??= new(walk)).Add(statement.SqlText, parameters);
        var fingerprint = statement.Fingerprint;
        if (fingerprint == 0 || fingerprint == _fingerprint) return false;
        if (DistinctParameters == MaxDistinctParameters) return false;
        if (_fingerprint == 0) _fingerprint = fingerprint;
        else if (!(_otherFingerprints ??= []).Add(fingerprint)) return false;
        DistinctParameters++;
        return true;
    }
}
