using DotNet.Testcontainers.Containers;
using Npgsql;
using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public class ContainerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The two tests are in one class, because Testcontainers keeps its settings in static properties.
    [Fact]
    public async Task A_container_serves_with_fsync_on_and_is_gone_after_disposal()
    {
        var (engine, reason) = await FindEngineAsync();
        Assert.SkipWhen(engine is null, reason);
        using var used = engine;
        string connectionString;
        await using (var server = await PostgresServer.StartAsync(new() { Source = PostgresSource.Container }, Cancel))
        {
            var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false, Timeout = 5 };
            connectionString = unpooled.ConnectionString;
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(Cancel);
            const string Sql = """
                SELECT current_setting('fsync') || current_setting('full_page_writes')
                    || current_setting('synchronous_commit')
                """;
            await using var command = new NpgsqlCommand(Sql, connection);
            Assert.Equal("ononon", await command.ExecuteScalarAsync(Cancel));
            Assert.Equal(PostgresSource.Container, server.Source);
            var containers = await used.Client.Containers.ListContainersAsync(new(), Cancel);
            var published = containers.SelectMany(container => container.Ports)
                .Where(port => port.PublicPort == unpooled.Port).Select(port => port.IP);
            // In a container, this program's own loopback address isn't the engine's.
            if (!File.Exists("/.dockerenv")) Assert.Equal(["127.0.0.1"], published);
        }

        await using var gone = new NpgsqlConnection(connectionString);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => gone.OpenAsync(Cancel));
    }

    [Fact]
    public async Task A_reaper_that_does_not_start_is_named_with_the_way_to_do_without_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Testcontainers would connect to a pipe");
        // The other test's reaper serves the whole process.
        if (!ResourceReaper.IsUnavailable)
            await (await ResourceReaper.GetAndStartDefaultAsync(null, null)).DisposeAsync();
        // Testcontainers uses one API version in a process, so it must fit the other test's engine.
        var (real, _) = await FindEngineAsync();
        using var folder = new ScratchFolder();
        var socket = Path.Combine(folder.Path, "engine.sock");
        await using var fake = new FakeEngine(
            socket,
            request => request switch
            {
                _ when request.Contains("/images/testcontainers") => (404, "{}"),
                _ when request.StartsWith("POST ", StringComparison.Ordinal) => (500, """{"message":"no\nnetwork"}"""),
                _ => (200, "{}"),
            },
            real?.ApiVersion ?? FakeEngine.ApiVersion);
        real?.Dispose();
        var environment = new HostEnvironment
        {
            Root = folder.Path,
            Variable = name => name == "DOCKER_HOST" ? $"unix://{socket}" : null,
        };
        var failed = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresServer.StartAsync(new() { Source = PostgresSource.Container }, environment, Cancel));
        Assert.Contains("doesn't start Testcontainers' reaper, ", failed.Message);
        Assert.Contains(": no network. TESTCONTAINERS_RYUK_DISABLED=true ", failed.Message);
    }

    private static async Task<(ContainerEngine? Engine, string Reason)> FindEngineAsync()
    {
        try
        {
            return (await ContainerEngine.FindAsync(HostEnvironment.Current, askedFor: true, Cancel), "");
        }
        catch (SourceUnavailableException unavailable)
        {
            return (null, unavailable.Message);
        }
    }
}
