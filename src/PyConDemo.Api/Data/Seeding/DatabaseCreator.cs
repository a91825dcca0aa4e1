namespace PyConDemo.Api.Data.Seeding;

/// <summary>Creates databases on a server of ours, one for each scale and seed: a change back costs nothing.</summary>
public static class DatabaseCreator
{
    /// <summary>Creates the database if it is missing: demo_small, demo_medium or demo_large, or demo_small_7 for the
    /// seed 7. A database demo_stage is used instead of demo_medium if it exists: medium was called stage.</summary>
    /// <returns>The given connection string with the other database.</returns>
    public static async Task<string> EnsureAsync(
        string maintenanceConnectionString, DemoScale scale, int seed, CancellationToken cancellationToken)
    {
        var name = DatabaseName(scale.Name());
        var former = scale is DemoScale.Medium ? DatabaseName(DemoScaleNames.FormerMedium) : name;
        await using var connection = new NpgsqlConnection(maintenanceConnectionString);
        await connection.OpenAsync(cancellationToken);
        const string Find = """
            SELECT datname::text FROM pg_database WHERE datname IN ($1, $2) ORDER BY datname = $1 DESC LIMIT 1
            """;
        await using var find = new NpgsqlCommand(Find, connection);
        find.Parameters.Add(new() { Value = name });
        find.Parameters.Add(new() { Value = former });
        var existing = await find.ExecuteScalarAsync(cancellationToken) as string;
        if (existing is null) await CreateAsync(connection, name, cancellationToken);
        var found = new NpgsqlConnectionStringBuilder(maintenanceConnectionString) { Database = existing ?? name };
        return found.ConnectionString;

        string DatabaseName(string scaleName) => $"demo_{scaleName}{(seed == 0 ? "" : $"_{seed}")}";
    }

    private static async Task CreateAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        // template1 may hold somebody's objects and may be in use.
        var sql = $"""CREATE DATABASE "{name}" TEMPLATE template0 ENCODING 'UTF8'""";
        try
        {
            await connection.RunAsync(sql, cancellationToken);
        }
        // Another process was faster. How much faster decides which of the two errors comes.
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
        }
    }
}
