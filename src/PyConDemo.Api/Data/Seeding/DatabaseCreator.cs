using Npgsql;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Databases on a server that is ours: one per scale and seed, so that a change of either costs nothing the second time.</summary>
public static class DatabaseCreator
{
    /// <summary>Creates the database demo_small, demo_stage or demo_large, or demo_small_7 for the seed 7, if it is missing.</summary>
    /// <returns>Its connection string: the given one with the other database.</returns>
    public static async Task<string> EnsureAsync(string maintenanceConnectionString, DemoScale scale, int seed, CancellationToken cancellationToken)
    {
        var name = $"demo_{scale.ToString().ToLowerInvariant()}{(seed == 0 ? "" : $"_{seed}")}";
        await using var connection = new NpgsqlConnection(maintenanceConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await exists.ExecuteScalarAsync(cancellationToken) is 0L)
            await CreateAsync(connection, name, cancellationToken);
        return new NpgsqlConnectionStringBuilder(maintenanceConnectionString) { Database = name }.ConnectionString;
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        try
        {
            // template0: template1 may hold somebody's objects, and may be in use.
            await using var create = new NpgsqlCommand($"""CREATE DATABASE "{name}" TEMPLATE template0 ENCODING 'UTF8'""", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        // Another process was faster; which of the two errors comes depends on how much.
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
        }
    }
}
