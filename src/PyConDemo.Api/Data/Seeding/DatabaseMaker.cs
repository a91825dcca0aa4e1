using Npgsql;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Databases on a server that is ours: one per scale, so that a change of scale costs nothing the second time.</summary>
public static class DatabaseMaker
{
    /// <summary>Creates the database demo_small, demo_stage or demo_large if it is missing.</summary>
    /// <returns>Its connection string: the given one with the other database.</returns>
    public static async Task<string> EnsureAsync(string maintenanceConnectionString, DemoScale scale, CancellationToken cancel)
    {
        var name = $"demo_{scale.ToString().ToLowerInvariant()}";
        await using var connection = new NpgsqlConnection(maintenanceConnectionString);
        await connection.OpenAsync(cancel);
        await using var exists = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await exists.ExecuteScalarAsync(cancel) is 0L)
            await CreateAsync(connection, name, cancel);
        return new NpgsqlConnectionStringBuilder(maintenanceConnectionString) { Database = name }.ConnectionString;
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string name, CancellationToken cancel)
    {
        try
        {
            // template0: template1 may hold somebody's objects, and may be in use.
            await using var create = new NpgsqlCommand($"""CREATE DATABASE "{name}" TEMPLATE template0 ENCODING 'UTF8'""", connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        // Another process was faster; which of the two errors comes depends on how much.
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
        }
    }
}
