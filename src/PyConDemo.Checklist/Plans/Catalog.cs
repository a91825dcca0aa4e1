using System.Text.RegularExpressions;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Plans;

/// <summary>What a database contains that changes the meaning of a statement: views, aggregates of its own, functions
/// with statements inside, foreign keys and triggers. Thread-safe.</summary>
internal sealed partial class Catalog
{
    private const int MaxTexts = 2_000;

    // An immutable function must not read tables. The functions in the last line run SQL that they get as text.
    private const string Names = """
        SELECT c.relname, false
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'v' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        UNION ALL
        SELECT p.proname, p.prokind <> 'a'
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND CASE
                WHEN p.prokind = 'a' THEN true
                WHEN p.provolatile = 'i' OR l.lanname IN ('c', 'internal') THEN false
                ELSE pg_get_functiondef(p.oid) ~* '\m(from|table|perform|execute|call)\M' END
            OR p.proname ~ '^(dblink|(query|table|schema|database|cursor)_to_xml)'
        ORDER BY 2 -- a function outweighs a view of the same name
        """;

    private readonly Dictionary<string, bool> _hidesStatements = []; // by name; false for views and aggregates
    private readonly ConcurrentDictionary<string, bool> _usedIn = new();

    /// <summary>What else a statement that writes changes.</summary>
    public required SideEffects SideEffects { get; init; }

    /// <summary>True if the statement uses one of the names.</summary>
    /// <param name="sql">The statement without values.</param>
    public bool IsUsedIn(string sql)
    {
        if (_usedIn.TryGetValue(sql, out var used)) return used;
        used = Name().Matches(sql).Any(name => _hidesStatements.ContainsKey(SqlName.Unquote(name.Value)));
        if (_usedIn.Count < MaxTexts) _usedIn[sql] = used;
        return used;
    }

    /// <summary>A function in the plan whose statements the plan doesn't show; null if there is none.</summary>
    // A simple function in SQL becomes a part of the plan, and its name isn't there.
    public string? FindHiding(string plan) => CalledName().Matches(plan)
        .Select(name => SqlName.Unquote(name.Value.Replace("\\\"", "\"", StringComparison.Ordinal)))
        .FirstOrDefault(_hidesStatements.GetValueOrDefault);

    public static async Task<Catalog> ReadAsync(NpgsqlTransaction transaction)
    {
        var catalog = new Catalog { SideEffects = await SideEffects.ReadAsync(transaction) };
        await using var command = new NpgsqlCommand(Names, transaction.Connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) catalog._hidesStatements[reader.GetString(0)] = reader.GetBoolean(1);
        return catalog;
    }

    [GeneratedRegex("""
        "[^"]+"|\b[\p{L}_][\w$]*
        """)]
    private static partial Regex Name();

    [GeneratedRegex("""
        (\\"[^"]+\\"|\b[\p{L}_][\w$]*)(?=\()
        """)]
    private static partial Regex CalledName();
}
