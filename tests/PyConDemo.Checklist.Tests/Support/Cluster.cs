using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;
using PyConDemo.Postgres;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>The test run's PostgreSQL. At the end it fails if the checklist hid an error.</summary>
public sealed class Cluster : IAsyncLifetime
{
    private PostgresServer? _server;
    private Exception? _swallowed;

    public string ConnectionString => _server!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        FailSafe.Failed += error => _swallowed ??= error is ProvokedException ? null : error;
        _server = await TestPostgres.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_swallowed is not null)
            throw new InvalidOperationException("The checklist hid an error of its own from a program.", _swallowed);
    }
}
