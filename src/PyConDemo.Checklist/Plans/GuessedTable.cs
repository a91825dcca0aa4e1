using System.Text.Json.Nodes;

namespace PyConDemo.Checklist.Plans;

/// <summary>A table without current statistics, so that an estimate of what a condition finds there is a guess.
/// </summary>
/// <param name="Rows">All rows of the table, of which the condition can find any number.</param>
internal sealed record GuessedTable(string Name, double Rows)
{
    // Until the first ANALYZE, a table has no rows in pg_stats, which shows none at all if row level security applies.
    // With fewer changes than rows, most of what the statistics say is still true. Autovacuum analyzes a table when a
    // tenth of its rows has changed, mostly within a minute, so a table is rarely in this state for long. An unknown
    // number of rows is computed from 80 bytes per row. A unique index finds one row whatever the statistics say.
    // The scans are JSON, because a slim data source has no arrays.
    private const string Largest = """
        SELECT format('%I.%I', schema, name), rows FROM (
            SELECT scan.schema, scan.name, c.oid, scan.index, scan.equals, CASE
                       WHEN pg_stat_get_live_tuples(c.oid) > 0 THEN pg_stat_get_live_tuples(c.oid)::float8
                       ELSE pg_relation_size(c.oid) / 80.0 END AS rows
            FROM json_to_recordset($1::json) AS scan(schema name, name name, index name, equals int)
                JOIN pg_namespace n ON n.nspname = scan.schema
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = scan.name
            WHERE c.relkind IN ('r', 'm')
                AND (c.reltuples < 0 OR pg_stat_get_mod_since_analyze(c.oid) > 50 + c.reltuples
                    OR NOT c.relrowsecurity AND NOT EXISTS (
                        SELECT FROM pg_stats s WHERE s.schemaname = scan.schema AND s.tablename = scan.name))) tables
        WHERE NOT EXISTS (
            SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = tables.oid AND c.relname = tables.index AND i.indisunique
                AND i.indnkeyatts <= tables.equals)
        ORDER BY rows DESC LIMIT 1
        """;

    /// <summary>The sentence for a rule that finds nothing although it looks for this many rows; null if the table has
    /// fewer.</summary>
    public string? Why(double limit) => Rows < limit
        ? null
        : $"PostgreSQL's statistics of the table {Name} are missing or old, so it only guesses the number of rows. Run "
            + $"ANALYZE {Name}.";

    public static GuessedTable? Larger(GuessedTable? one, GuessedTable? other)
        => one?.Rows > (other?.Rows ?? 0) ? one : other;

    /// <returns>The largest such table of the plan whose guess matters; null if there is none.</returns>
    public static async Task<GuessedTable?> FindAsync(NpgsqlTransaction transaction, PlannedNode root)
    {
        // A scan of a whole table reads what its pages hold. How many rows its filter keeps matters only to these.
        var countsKept = root.All().Any(n => n.Type is "Nested Loop" or "Limit" or "LockRows"
            || (n.IsSubplan && n.Cte is null));
        // A limit takes its rows from the start of an index, however many there are.
        var limited = root.All().Where(n => n is { Type: "Limit", SkippedShare: 0 }).SelectMany(n => n.Inputs)
            .Where(input => input.Text("Filter") is null).ToHashSet();
        var scans = root.All().Where(n => n.Text("Relation Name") is not null && !limited.Contains(n)
            && (n.Type == "Bitmap Heap Scan" || n.Text("Index Cond") is not null
                || (countsKept && n.Text("Filter") is not null))).ToList();
        if (scans.Count == 0) return null;

        await using var command = new NpgsqlCommand(Largest, transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = new JsonArray([.. scans.Select(Describe)]).ToJsonString() });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? new(reader.GetString(0), reader.GetDouble(1)) : null;
    }

    private static JsonNode Describe(PlannedNode scan) => new JsonObject
    {
        ["schema"] = scan.Text("Schema"),
        ["name"] = scan.Text("Relation Name"),
        ["index"] = scan.Text("Index Name"),
        ["equals"] = Equalities(scan),
    };

    private static int Equalities(PlannedNode scan) => (scan.Text("Index Cond") ?? "").Split(" = ").Length - 1;
}
