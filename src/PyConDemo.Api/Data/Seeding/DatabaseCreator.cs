using Npgsql;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>
/// Creates databases on a server of ours. Every scale and seed has its own, so that a change back costs nothing.
/// </summary>
public static class DatabaseCreator
{
    /// <summary>
    /// Creates the database if it is missing: demo_small, demo_stage or demo_large, or demo_small_7 for the seed 7.
    /// </summary>
    /// <returns>The given connection string with the other database.</returns>
    public static async Task<string> EnsureAsync(
        string maintenanceConnectionString, DemoScale scale, int seed, CancellationToken cancellationToken)
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
        // template1 may hold somebody's objects and may be in use.
        var sql = $"""CREATE DATABASE "{name}" TEMPLATE template0 ENCODING 'UTF8'""";
        try
        {
            await using var create = new NpgsqlCommand(sql, connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        // Another process was faster. How much faster decides which of the two errors comes.
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
        }
    }
}
