using System.Data;
using Npgsql;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Plans;

/// <summary>Asks PostgreSQL for a statement's plan, without running it.</summary>
internal static class Explainer
{
    public static async Task<PlanFacts> Explain(NpgsqlConnection connection, StatementSample sample)
    {
        var json = await Plan(connection, sample);
        var tables = await Tables(connection);
        return PlanFacts.Of(json, (schema, table) => tables.GetValueOrDefault((schema, table)));
    }

    // VERBOSE names the schemas.
    private static async Task<string> Plan(NpgsqlConnection connection, StatementSample sample)
    {
        var text = sample.Type == CommandType.StoredProcedure ? throw new NotSupportedException("A procedure has no plan.") : sample.Text;
        await using var command = new NpgsqlCommand("EXPLAIN (VERBOSE, FORMAT JSON) " + text, connection);
        command.Parameters.AddRange(sample.CloneParameters());
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<Dictionary<(string, string), double>> Tables(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(TableRows, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new Dictionary<(string, string), double>();
        while (await reader.ReadAsync()) tables[(reader.GetString(0), reader.GetString(1))] = reader.GetDouble(2);
        return tables;
    }

    // The statistics' count, which ANALYZE and VACUUM keep; small tables matter to nobody.
    private const string TableRows = """
        SELECT n.nspname, c.relname, c.reltuples::float8
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm') AND c.reltuples > 1000
        """;
}
