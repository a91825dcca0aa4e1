using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement's rows, from its command tag: either sent to us, or changed.</summary>
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
