using Npgsql;
using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

// Runs a local PostgreSQL until its input closes. The argument is the data folder; without one the cluster is a
// throwaway. It prints the settings with which one of its sessions starts. Two of the API's settings apply.
var defaults = new PostgresOptions();
var options = new PostgresOptions
{
    Source = Enum.Parse<PostgresSource>(Environment.GetEnvironmentVariable("Postgres__Source") ?? "Local", true),
    Mirror = Environment.GetEnvironmentVariable("Postgres__Mirror") is { } mirror ? new(mirror) : defaults.Mirror,
    DataFolder = args.FirstOrDefault(),
    Throwaway = args.Length == 0,
};
try
{
    await using var server = await PostgresServer.StartAsync(options);
    Console.WriteLine($"serving {server.ConnectionString}");
    Console.WriteLine(server.Description);
    await using var source = NpgsqlDataSource.Create(server.ConnectionString);
    await using var command = source.CreateCommand("""
        SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings
        WHERE name IN ('default_transaction_read_only', 'statement_timeout', 'client_encoding', 'TimeZone',
            'log_timezone', 'lc_messages', 'application_name')
        """);
    Console.WriteLine(await command.ExecuteScalarAsync());
    await Console.In.ReadLineAsync();
    return 0;
}
catch (PostgresUnavailableException unavailable)
{
    Console.WriteLine(unavailable.Message);
    return 1;
}
