using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests;
using PyConDemo.Postgres;

[assembly: AssemblyFixture(typeof(Cluster))]
// Each test may start several programs, and a server on a busy machine must accept a connection within 3 s.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]

namespace PyConDemo.Api.Tests;

/// <summary>One PostgreSQL for the assembly. Each scale is seeded once, on first use, as a template to copy.</summary>
public sealed class Cluster : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<DemoScale, string> _templates = [];
    private PostgresServer? _server;

    /// <summary>The maintenance database's connection string; its user may create databases.</summary>
    public string ConnectionString => _server!.ConnectionString;

    public async ValueTask InitializeAsync() => _server = await TestPostgres.StartAsync();

    /// <summary>An empty database.</summary>
    public Task<TestDatabase> EmptyAsync() => TestDatabase.CreateAsync(ConnectionString, "TEMPLATE template0 ENCODING 'UTF8'");

    /// <summary>A seeded database of the caller's own.</summary>
    public async Task<TestDatabase> CopyAsync(DemoScale scale) =>
        await TestDatabase.CreateAsync(ConnectionString, $"""TEMPLATE "{await TemplateAsync(scale)}" STRATEGY file_copy""");

    private async Task<string> TemplateAsync(DemoScale scale)
    {
        await _gate.WaitAsync();
        try
        {
            if (_templates.TryGetValue(scale, out var ready)) return ready;

            var template = await EmptyAsync();
            try
            {
                await template.SeedAsync(scale);
                await template.DisconnectAsync();
            }
            catch
            {
                await template.DisposeAsync();
                throw;
            }
            return _templates[scale] = template.Name;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _templates.Values)
            await TestDatabase.DropAsync(ConnectionString, name);
        await _server!.DisposeAsync();
        _gate.Dispose();
    }
}
