using System.Data;
using Npgsql;
using PyConDemo.Checklist.Recording;

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

    /// <summary>
    /// Runs the statement under EXPLAIN (ANALYZE, BUFFERS). A statement that writes really writes, so call this in a
    /// transaction and roll it back.
    /// </summary>
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
        var tables = await ReadTablesAsync(connection);
        return PlanEstimate.From(plan, (schema, table) => tables.GetValueOrDefault((schema, table)));
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
