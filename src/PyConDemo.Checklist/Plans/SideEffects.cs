using System.Text.RegularExpressions;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Plans;

/// <summary>The foreign keys, triggers and views of a database that change further rows when a statement writes.
/// PostgreSQL doesn't count these rows. Thread-safe.</summary>
internal sealed partial class SideEffects
{
    // Nobody waits for new rows, so a trigger that only inserts is not one of these. Neither is one that only notifies.
    // Words in a PL/pgSQL function's texts and comments do nothing; a text that it runs needs EXECUTE. What a view's
    // tables cause is not looked up. The objects of PostgreSQL itself have smaller numbers than 16384.
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
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
            JOIN (VALUES ('INSERT', 4), ('DELETE', 8), ('UPDATE', 16)) event(name, bit) ON t.tgtype & event.bit <> 0
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND CASE l.lanname
                WHEN 'plpgsql' THEN regexp_replace(
                    p.prosrc, '''[^'']*''|--[^\n]*|/\*([^*]|\*+[^*/])*\*+/', ' ', 'g')
                ELSE p.prosrc END
            ~* '\mupdate\s[^;]*\mset\M|\mfor\s+(no\s+key\s+)?update\M|\mdelete\s+from\M|\mmerge\s+into\M|'
                '\m(execute|call)\M|\mperform\s+(?!pg_)'
        UNION ALL
        SELECT c.relname, event.name, '', format('the view %I can change further rows of its tables', c.relname)
        FROM pg_class c, (VALUES ('INSERT'), ('DELETE'), ('UPDATE')) event(name)
        WHERE c.relkind = 'v' AND c.oid >= 16384
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
        var found = Target().Matches(sql).Select(one => FindOf(one, sql)).OfType<SideEffect>().FirstOrDefault()?.What;
        if (_known.Count < MaxTexts) _known[sql] = found;
        return found;
    }

    private SideEffect? FindOf(Match target, string sql)
    {
        var word = target.Groups["event"].Value;
        var set = target.Groups["columns"].Value;
        // A subquery's FROM or WHERE ends the list early.
        var isWhole = set.Count(c => c == '(') == set.Count(c => c == ')');
        var columns = Column().Matches(set).Select(c => SqlName.Unquote(c.Value)).ToList();
        return _byTable[SqlName.Unquote(target.Groups["table"].Value)].FirstOrDefault(effect =>
            CanCause(word, effect.Event, sql)
            && (effect.Column.Length == 0 || !isWhole || columns.Contains(effect.Column)));
    }

    // A MERGE can do all three.
    private static bool CanCause(string word, string @event, string sql)
        => word.StartsWith(@event, StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("MERGE", StringComparison.OrdinalIgnoreCase)
            || (@event == "UPDATE" && word.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase)
                && sql.Contains("DO UPDATE", StringComparison.OrdinalIgnoreCase));

    // A schema is not distinguished. The columns are those of SET, which can be `(a, b) = (…)`.
    [GeneratedRegex(
        @"\b(?<event>UPDATE|DELETE\s+FROM|INSERT\s+INTO|MERGE\s+INTO)\s+(ONLY\s+)?((""[^""]+""|\w+)\.)*"
        + @"(?<table>""[^""]+""|\w+)"
        + @"(\s+(AS\s+)?(?!SET\b)(""[^""]+""|\w+))?(?=\s+SET\b(?<columns>((?!\bWHERE\b|\bFROM\b)[^;])*)|)", Words)]
    private static partial Regex Target();

    [GeneratedRegex(@"(""[^""]+""|\w+)(?=\s*=|[^()]*\)\s*=)")]
    private static partial Regex Column();

    /// <param name="Event">INSERT, UPDATE or DELETE.</param>
    /// <param name="Column">The column whose change matters; empty if any does.</param>
    private sealed record SideEffect(string Table, string Event, string Column, string What);
}
