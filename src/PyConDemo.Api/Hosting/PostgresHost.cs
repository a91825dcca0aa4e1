using PyConDemo.Api.Data.Seeding;
using PyConDemo.Postgres;

namespace PyConDemo.Api.Hosting;

/// <summary>Finds or starts the PostgreSQL before anything that uses it exists, and stops it after all of that is gone.</summary>
public sealed class PostgresHost(DemoSettings demo, PostgresSettings postgres, IConfiguration configuration) : IAsyncDisposable
{
    private PostgresServer? _server;
    private string? _database;

    /// <summary>True where the server is one that the demo started, so that its databases are the demo's own.</summary>
    public bool Owned => _server?.Source is PostgresSource.Local or PostgresSource.Container;

    /// <summary>The connection string of the demo's database; an error before <see cref="StartAsync"/> has ended.</summary>
    public string ConnectionString => _database ?? throw new InvalidOperationException("PostgreSQL has not been started yet.");

    /// <exception cref="PostgresUnavailableException">There is none to be had.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await PostgresServer.StartAsync(new PostgresOptions
        {
            Source = postgres.Source,
            Image = postgres.Image,
            DataFolder = postgres.DataFolder,
            ConnectionString = configuration.GetConnectionString("Demo"),
        }, cancellationToken);
        Console.WriteLine(_server.Description);

        _database = Owned
            ? await DatabaseCreator.EnsureAsync(_server.ConnectionString, demo.Scale, demo.Seed, cancellationToken)
            : _server.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
