namespace PyConDemo.Checklist.Plans;

/// <summary>Asks PostgreSQL for the plan of a statement that the checklist has seen.</summary>
public static class Explainer
{
    // The statistics' row counts, which ANALYZE and VACUUM update. Small tables cannot break a rule.
    private const string TableRows = """
        SELECT n.nspname, c.relname, c.reltuples::float8
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND c.reltuples > 1000
        """;

    /// <summary>Runs the statement under EXPLAIN (ANALYZE, BUFFERS), in a transaction: a write really writes.</summary>
    /// <exception cref="NotSupportedException">The statement is a procedure call, which has no plan.</exception>
    /// <exception cref="InvalidOperationException">The sample's parameters were too large to keep.</exception>
    /// <exception cref="PostgresException">PostgreSQL refused the statement.</exception>
    public static Task<QueryPlan> AnalyzeAsync(
        NpgsqlConnection connection, StatementSample sample, CancellationToken cancellationToken = default)
        => ExplainAsync(connection, "ANALYZE, BUFFERS, FORMAT JSON", sample, cancellationToken);

    /// <summary>Gets the planner's estimates, without running the statement.</summary>
    internal static async Task<PlanEstimate> EstimateAsync(NpgsqlConnection connection, StatementSample sample)
    {
        // Only VERBOSE names the tables' schemas.
        var plan = await ExplainAsync(connection, "VERBOSE, FORMAT JSON", sample, CancellationToken.None);
        return PlanEstimate.From(plan, await ReadTablesAsync(connection));
    }

    private static async Task<QueryPlan> ExplainAsync(
        NpgsqlConnection connection, string options, StatementSample sample, CancellationToken cancellationToken)
    {
        if (sample.Type == CommandType.StoredProcedure) throw new NotSupportedException("A procedure has no plan.");
        await using var command = new NpgsqlCommand($"EXPLAIN ({options}) {sample.Text}", connection);
        command.Parameters.AddRange(sample.CloneParameters());
        return PlanReader.Read((string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private static async Task<Dictionary<(string, string), double>> ReadTablesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(TableRows, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new Dictionary<(string, string), double>();
        while (await reader.ReadAsync()) tables[(reader.GetString(0), reader.GetString(1))] = reader.GetDouble(2);
        return tables;
    }
}

/// <summary>What the rules need from a plan: the planner's estimates.</summary>
/// <param name="AggregatedRows">The rows that the largest aggregate reads, also those that a filter discards.</param>
internal sealed record PlanEstimate(double AggregatedRows, double LockedRows)
{
    /// <param name="plan">From EXPLAIN (VERBOSE) without ANALYZE.</param>
    /// <param name="tableRows">The number of rows of a table, by schema and name.</param>
    public static PlanEstimate From(QueryPlan plan, Dictionary<(string, string), double> tableRows)
    {
        var nodes = plan.Root.All().ToList();
        return new(
            nodes.Where(n => n.Node is "Aggregate" or "Group" or "Unique").Select(Read).DefaultIfEmpty().Max(),
            nodes.Where(n => n.Node == "LockRows").Select(n => n.EstimatedRows).DefaultIfEmpty().Max());

        double Read(PlanNode node)
        {
            // It reads the whole table, but its estimate counts only the rows that its filter keeps.
            if (node is { Node: "Seq Scan", Schema: { } schema, On: { } table })
                return Math.Max(node.EstimatedRows, tableRows.GetValueOrDefault((schema, table)));
            if (node.Children.Count == 0) return node.EstimatedRows;
            // A LIMIT directly above a scan stops the scan. A sort or an aggregate below it reads everything first.
            return node.Node == "Limit" && node.Children.All(c => c.Children.Count == 0)
                ? node.EstimatedRows
                : node.Children.Max(Read);
        }
    }
}
