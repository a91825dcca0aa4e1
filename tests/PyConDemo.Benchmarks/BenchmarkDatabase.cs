using PyConDemo.Api.Data.Seeding;
using PyConDemo.Postgres;

namespace PyConDemo.Benchmarks;

/// <summary>The demo's database, found as the API finds it. The servers seed it on their first start.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    private BenchmarkDatabase(PostgresServer server, string connectionString) => (_server, ConnectionString) = (server, connectionString);

    public string ConnectionString { get; }

    /// <exception cref="PostgresUnavailableException">There is none to be had.</exception>
    public static async Task<BenchmarkDatabase> StartAsync(DemoScale scale)
    {
        var server = await PostgresServer.StartAsync(new PostgresOptions
        {
            ConnectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Demo"),
        });
        Console.WriteLine(server.Description);
        return new(server, server.Source is PostgresSource.Configured
            ? server.ConnectionString
            : await DatabaseCreator.EnsureAsync(server.ConnectionString, scale, seed: 0, CancellationToken.None));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
