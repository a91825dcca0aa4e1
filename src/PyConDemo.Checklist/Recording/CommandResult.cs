using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>What is known about a command after its end.</summary>
internal readonly record struct CommandResult
{
    /// <summary>One per statement of a batch. Several statements in one command text share one.</summary>
    public required ShapeTotals[] Totals { get; init; }

    /// <summary>The statements that <see cref="Totals"/> belong to.</summary>
    public required SentStatement[] Statements { get; init; }

    public required RowCounts[] Rows { get; init; }

    /// <summary>False if the rows are unknown, because the data source does not use the checklist.</summary>
    public required bool Seen { get; init; }

    public bool Failed { get; init; }
    public LockWait? LockWait { get; init; }

    public bool HasNoRows => Seen && !Failed && !RowCounts.Any(Rows);
}

/// <summary>
/// One statement's rows, from its command tag: either rows that PostgreSQL sent, or rows that it changed.
/// </summary>
internal readonly record struct RowCounts(long Read, long Affected)
{
    public static RowCounts Create(NpgsqlBatchCommand statement) => statement.StatementType switch
    {
        StatementType.Select or StatementType.Fetch => new((long)statement.Rows, 0),
        _ => new(0, (long)statement.Rows),
    };

    public static RowCounts[] Create(IReadOnlyList<NpgsqlBatchCommand> statements)
    {
        var rows = new RowCounts[statements.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = Create(statements[i]);
        return rows;
    }

    public static bool Any(RowCounts[] rows) => rows.AsSpan().ContainsAnyExcept(default(RowCounts));
}
