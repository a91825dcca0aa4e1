using PyConDemo.Api.Data.Seeding;
using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Benchmarks;

/// <summary>Finds the demo's database as the API does. The servers seed it on their first start.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    private BenchmarkDatabase(PostgresServer server, string connectionString)
        => (_server, ConnectionString) = (server, connectionString);

    public string ConnectionString { get; }

    /// <exception cref="PostgresUnavailableException">No PostgreSQL could be found or started.</exception>
    public static async Task<BenchmarkDatabase> StartAsync(DemoScale scale, CancellationToken cancellationToken)
    {
        var configured = Environment.GetEnvironmentVariable("ConnectionStrings__Demo");
        var server = await PostgresServer.StartAsync(new() { ConnectionString = configured }, cancellationToken);
        Console.WriteLine(server.Description);
        return new(server, server.Source is PostgresSource.Configured
            ? server.ConnectionString
            : await DatabaseCreator.EnsureAsync(server.ConnectionString, scale, seed: 0, cancellationToken));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
