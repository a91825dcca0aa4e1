using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Plans;

/// <summary>Asks the planner how many rows a plan's scans read before their filters. The plan itself has only the
/// number that the filters keep.</summary>
internal sealed class ScanCounter(NpgsqlTransaction transaction, PlannedNode root)
{
    // A plan of a table with many partitions has a scan for each.
    private const int MaxScans = 500;

    private static readonly HashSet<string> KnownScans =
    [
        "Seq Scan", "Sample Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Bitmap Index Scan", "Tid Scan",
        "Tid Range Scan", "Function Scan", "Table Function Scan", "Values Scan", "CTE Scan", "WorkTable Scan", "Result",
    ];

    // The planner takes the rows per page at the last ANALYZE, times the pages now. A table that has grown since then
    // may have fuller pages. The statistics about its use know of that, but they can count rows twice.
    private const string TableRows = """
        SELECT CASE WHEN live > 3 * planned THEN live ELSE planned END
        FROM (
            SELECT c.reltuples / c.relpages * (pg_relation_size(c.oid) / current_setting('block_size')::int) AS planned,
                   pg_stat_get_live_tuples(c.oid) AS live
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND c.reltuples > 0 AND c.relpages > 0) counts
        """;

    private const string IndexPredicate = """
        SELECT pg_get_expr(i.indpred, i.indrelid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2 AND i.indpred IS NOT NULL
        """;

    private readonly Dictionary<PlannedNode, double> _rows = [];

    /// <summary>Why some rows could not be counted, as a sentence; null if all are known.</summary>
    public string? WhyNot { get; private set; }

    /// <returns>The rows of the scans that read more than they return.</returns>
    public async Task<IReadOnlyDictionary<PlannedNode, double>> CountAsync()
    {
        foreach (var scan in root.All().Where(n => n.Inputs.Count == 0))
        {
            if (!KnownScans.Contains(scan.Type))
                WhyNot = $"Nobody knows how many rows a {scan.Type} reads. Run EXPLAIN (ANALYZE).";
            else if (scan is { Type: "Bitmap Heap Scan", Children: [var bitmap, ..] }) _rows[scan] = bitmap.Rows;
            else if (scan.Text("Filter") is not null || scan.Text("Index Cond") is null) await CountAsync(scan);
        }
        return _rows;
    }

    private async Task CountAsync(PlannedNode scan)
    {
        Func<PlannedNode, Task<double?>>? count = scan.Type switch
        {
            "Seq Scan" or "Sample Scan" => TableAsync,
            "Index Scan" or "Index Only Scan" => IndexAsync,
            "Function Scan" => FunctionAsync,
            _ => null, // they read rows that other nodes made, or find rows by their place
        };
        if (count is null) return;
        var rows = _rows.Count < MaxScans ? await count(scan) : null;
        _rows[scan] = Math.Max(scan.Rows, rows ?? 0);
        if (rows is null) WhyNot ??= $"The rows that a {scan.Type} reads are unknown. Run EXPLAIN (ANALYZE).";
    }

    private async Task<double?> TableAsync(PlannedNode scan)
    {
        // Any other method reads only the pages of its sample.
        if (scan.Text("Sampling Method") is { } method && method != "bernoulli")
            return await ExplainAsync($"{Table(scan)} TABLESAMPLE {method} ({scan.Text("Sampling Parameters")})");
        return await ScalarAsync<double?>(TableRows, scan.Text("Schema")!, scan.Text("Relation Name")!)
            ?? await ExplainAsync(Table(scan));
    }

    // Without its filter, the scan returns what the index finds.
    private async Task<double?> IndexAsync(PlannedNode scan)
    {
        var predicate = await ScalarAsync<string?>(IndexPredicate, scan.Text("Schema")!, scan.Text("Index Name")!);
        if ((scan.Text("Index Cond"), predicate) is (null, null)) return await TableAsync(scan);
        var condition = string.Join(" AND ", new[] { scan.Text("Index Cond"), predicate }.OfType<string>());
        return await ExplainAsync($"{Table(scan)} WHERE {WithoutOtherTables(condition, scan)}");
    }

    private Task<double?> FunctionAsync(PlannedNode scan)
        => ExplainAsync($"ROWS FROM ({scan.Text("Function Call")}) AS called");

    // The inner side of a nested loop compares with the outer row. An unknown value of the same column takes its place.
    private string WithoutOtherTables(string condition, PlannedNode scan)
    {
        var others = root.All()
            .Where(n => n.Text("Relation Name") is not null && n.Text("Alias") != scan.Text("Alias"));
        foreach (var other in others.DistinctBy(n => n.Text("Alias")))
        {
            var alias = Regex.Escape(other.Text("Alias")!);
            condition = Regex.Replace(
                condition, $"""(?<![\w".])({alias}|"{alias}")\.("[^"]+"|\w+)""",
                column => $"(SELECT {column.Value} FROM {Table(other)} LIMIT 1)");
        }
        return condition;
    }

    private static string Table(PlannedNode scan)
        => $"ONLY {Quote(scan.Text("Schema"))}.{Quote(scan.Text("Relation Name"))} AS {Quote(scan.Text("Alias"))}";

    private static string Quote(string? name) => $"\"{name?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task<double?> ExplainAsync(string from)
    {
        const string Before = "before";
        await transaction.SaveAsync(Before);
        try
        {
            return PlannedNode.Read((await ScalarAsync<string>($"EXPLAIN (FORMAT JSON) SELECT FROM {from}"))!).Rows;
        }
        catch (PostgresException) // for instance a missing privilege, or a value that only the whole plan has
        {
            await transaction.RollbackAsync(Before);
            return null;
        }
    }

    private async Task<T?> ScalarAsync<T>(string sql, params string[] names)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var name in names) command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}
