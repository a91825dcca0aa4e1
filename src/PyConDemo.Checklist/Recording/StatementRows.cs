using Npgsql;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement's rows, from its command tag: either sent to us, or changed.</summary>
internal readonly record struct StatementRows(long Read, long Affected)
{
    public static StatementRows Of(NpgsqlBatchCommand statement) => statement.StatementType switch
    {
        StatementType.Select or StatementType.Fetch => new((long)statement.Rows, 0),
        _ => new(0, (long)statement.Rows),
    };

    public static StatementRows[] Of(IReadOnlyList<NpgsqlBatchCommand> statements)
    {
        var rows = new StatementRows[statements.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = Of(statements[i]);
        return rows;
    }

    public static bool Any(StatementRows[] rows) => rows.AsSpan().ContainsAnyExcept(default(StatementRows));
}
