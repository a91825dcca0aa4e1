using PyConDemo.Checklist.Sql;
using StatementType = Npgsql.StatementType;

namespace PyConDemo.Checklist.Recording;

/// <summary>One statement's rows, from its command tag: either those that were sent, or those changed.</summary>
internal readonly record struct RowCounts(long Read, long Affected)
{
    /// <summary>Rows that it read with a lock.</summary>
    public long Locked { get; private init; }

    /// <summary>Existing rows that it changed. A tag does not tell how many rows an upsert inserted.</summary>
    public long Changed { get; private init; }

    /// <summary>True if it took locks of any kind. A new row has one too.</summary>
    public bool TookLocks { get; private init; }

    /// <summary>True if it changed rows in a CTE, and nobody can tell how many.</summary>
    public bool HidesChanges { get; private init; }

    public static RowCounts[] Create(IReadOnlyList<NpgsqlBatchCommand> statements, SentStatement[] sent)
    {
        var rows = new RowCounts[statements.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            // A batch has a shape per statement. Several statements in one text share a shape.
            var (text, shape) = sent.Length == rows.Length
                ? (sent[i].SqlText, sent[i].Shape)
                : (sent[0].SqlText, sent[0].Shape.Part(i, rows.Length));
            rows[i] = Create(statements[i], shape, text.Rows);
        }
        return rows;
    }

    public static bool Any(RowCounts[] rows)
    {
        foreach (var row in rows)
            if (row.Read > 0 || row.Affected > 0) return true;
        return false;
    }

    /// <param name="values">The largest number of rows after VALUES.</param>
    private static RowCounts Create(NpgsqlBatchCommand statement, SqlShape shape, int values)
    {
        var rows = (long)statement.Rows;
        var isQuery = statement.StatementType is StatementType.Select or StatementType.Fetch;
        // The tag's rows are those that the outermost statement changed, or those of a CTE that it passes on. If it
        // passes on fewer, at least these were changed.
        var changed = statement.StatementType is StatementType.Update or StatementType.Delete
            || shape is { ChangesRows: true, PassedRows: PassedRows.All or PassedRows.Fewer };
        return new(isQuery ? rows : 0, isQuery ? 0 : rows)
        {
            Locked = isQuery && shape.Locks.Rows ? rows : 0,
            Changed = (changed ? rows : 0) + (shape.PassedRows == PassedRows.Values ? values : 0),
            TookLocks = (shape.TakesLocks && rows > 0) || shape.Locks.Table is not null,
            HidesChanges = shape.PassedRows is PassedRows.Fewer or PassedRows.Unknown,
        };
    }
}
