using System.Text.RegularExpressions;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Plans;

/// <summary>Asks PostgreSQL for the plan of a statement that the checklist has seen.</summary>
public static partial class Explainer
{
    // The statistics' row counts, which ANALYZE and VACUUM update. Small tables cannot break a rule.
    private const string TableRows = """
        SELECT n.nspname, c.relname, c.reltuples::float8
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND c.reltuples > 1000
        """;

    /// <summary>Returns the reason why EXPLAIN can't take the statement, as one sentence; null if it can.</summary>
    public static string? WhyNot(StatementSample sample)
    {
        if (sample.Type != CommandType.Text) return "The name of a procedure or table has no plan.";
        var whole = SqlNormalizer.Run(sample.Text, maxLength: int.MaxValue).Shape;
        var sql = SqlShape.QuotedName().Replace(whole, "\"\""); // a name may contain a semicolon
        // EXPLAIN would apply to the first statement only. The others would run, and one could be a COMMIT.
        if (sql.Contains(';', StringComparison.Ordinal))
            return "Several statements in one command have no common plan.";

        return FirstWord().Match(sql).Value.ToUpperInvariant() switch
        {
            "SELECT" or "WITH" or "VALUES" or "TABLE" or "DECLARE" => null,
            "INSERT" or "UPDATE" or "DELETE" or "MERGE" => null,
            // EXPLAIN also accepts CREATE … AS and REFRESH. The first one would fail, because its table exists by now,
            // and the answer for the second one has no plan.
            "EXECUTE" => "A prepared statement exists only in its own session.",
            "" => "The command has no statement.",
            var word => $"{word} has no plan.",
        };
    }

    /// <summary>Runs the statement under EXPLAIN (ANALYZE, BUFFERS), in a transaction: a write really writes.</summary>
    /// <exception cref="NotSupportedException">The statement has no plan. The message has the reason.</exception>
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
        if (WhyNot(sample) is { } reason) throw new NotSupportedException(reason);
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

    // A query may begin with parentheses.
    [GeneratedRegex(@"(?<=^[(\s]*)\w+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
