using System.Text.RegularExpressions;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Plans;

/// <summary>The foreign keys and triggers of a database that change further rows when a statement writes. PostgreSQL
/// doesn't count these rows. Thread-safe.</summary>
internal sealed partial class SideEffects
{
    // Nobody waits for new rows, so a trigger that only inserts is not one of these. Neither is one that only notifies.
    private const string Query = """
        SELECT c.relname, 'DELETE', '', format('the foreign key %I changes rows of %s', f.conname, f.conrelid::regclass)
        FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid
        WHERE f.contype = 'f' AND f.confdeltype IN ('c', 'n', 'd')
        UNION ALL
        SELECT c.relname, 'UPDATE', a.attname,
               format('the foreign key %I changes rows of %s', f.conname, f.conrelid::regclass)
        FROM pg_constraint f JOIN pg_class c ON c.oid = f.confrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(f.confkey)
        WHERE f.contype = 'f' AND f.confupdtype IN ('c', 'n', 'd')
        UNION ALL
        SELECT c.relname, event.name, '', format('the trigger %I can change other rows', t.tgname)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            JOIN (VALUES ('INSERT', 4), ('DELETE', 8), ('UPDATE', 16)) event(name, bit) ON t.tgtype & event.bit <> 0
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
            AND p.prosrc ~* '\m(update|delete|merge|execute|call)\M|\mperform\s+(?!pg_)'
        """;

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const int MaxTexts = 2_000;

    private readonly ILookup<string, SideEffect> _byTable;
    private readonly ConcurrentDictionary<string, string?> _known = new();

    private SideEffects(IEnumerable<SideEffect> all) => _byTable = all.ToLookup(e => e.Table);

    public static async Task<SideEffects> ReadAsync(NpgsqlTransaction transaction)
    {
        await using var command = new NpgsqlCommand(Query, transaction.Connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<SideEffect>();
        while (await reader.ReadAsync())
            all.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return new(all);
    }

    /// <summary>What else the statement changes, as a clause; null if there is nothing.</summary>
    /// <param name="sql">The statement without values.</param>
    public string? Find(string sql)
    {
        if (_known.TryGetValue(sql, out var known)) return known;
        var found = Target().Matches(sql).Select(FindOf).FirstOrDefault(effect => effect is not null)?.What;
        if (_known.Count < MaxTexts) _known[sql] = found;
        return found;
    }

    private SideEffect? FindOf(Match target)
    {
        var word = target.Groups["event"].Value;
        var columns = Column().Matches(target.Groups["columns"].Value).Select(c => SqlName.Unquote(c.Value)).ToList();
        return _byTable[SqlName.Unquote(target.Groups["table"].Value)].FirstOrDefault(effect =>
            CanCause(word, effect.Event) && (effect.Column.Length == 0 || columns.Contains(effect.Column)));
    }

    // A MERGE can do all three, and an INSERT can have ON CONFLICT DO UPDATE.
    private static bool CanCause(string word, string @event)
        => word.StartsWith(@event, StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("MERGE", StringComparison.OrdinalIgnoreCase)
            || (@event == "UPDATE" && word.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase));

    // A schema is not distinguished. The columns are those of SET.
    [GeneratedRegex(
        @"\b(?<event>UPDATE|DELETE\s+FROM|INSERT\s+INTO|MERGE\s+INTO)\s+(ONLY\s+)?((""[^""]+""|\w+)\.)*"
        + @"(?<table>""[^""]+""|\w+)"
        + @"(\s+(AS\s+)?(?!SET\b)(""[^""]+""|\w+))?(?=\s+SET\s+(?<columns>((?!\bWHERE\b|\bFROM\b)[^;])*)|)", Words)]
    private static partial Regex Target();

    [GeneratedRegex(@"(""[^""]+""|\w+)(?=\s*=)")]
    private static partial Regex Column();

    /// <param name="Event">INSERT, UPDATE or DELETE.</param>
    /// <param name="Column">The column whose change matters; empty if any does.</param>
    private sealed record SideEffect(string Table, string Event, string Column, string What);
}
