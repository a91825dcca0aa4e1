using System.Diagnostics.CodeAnalysis;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;
using PyConDemo.Postgres;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>
/// The test run's PostgreSQL: the one in the environment variable, or else a temporary one.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private PostgresServer? _server;
    private Exception? _swallowed;

    [NotNull]
    public string? ConnectionString { get; private set; }

    public async ValueTask InitializeAsync()
    {
        FailSafe.Failed += error => _swallowed ??= error;
        ConnectionString = Environment.GetEnvironmentVariable("PYCONDEMO_TEST_DB");
        if (ConnectionString is not null) return;
        _server = await PostgresServer.StartAsync(
            new() { Throwaway = true, Order = [PostgresSource.Container, PostgresSource.Local] });
        ConnectionString = _server.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_swallowed is not null)
            throw new InvalidOperationException("The checklist hid an error of its own from a program.", _swallowed);
    }
}
