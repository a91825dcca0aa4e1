using DotNet.Testcontainers;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;

namespace PyConDemo.Postgres.Containers;

/// <summary>Only this file uses Testcontainers: DOCKER_API_VERSION must be set before its types are loaded.</summary>
internal static class PostgresContainer
{
    // Long enough for the first container of a virtual machine on an old laptop.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private static string NotDone => $"not done after {StartTimeout.TotalMinutes:0} min";

    /// <exception cref="TimeoutException">The server isn't ready after two minutes.</exception>
    /// <exception cref="SourceUnavailableException">The reaper doesn't start.</exception>
    public static async Task<SourceResult> StartAsync(
        EngineAddress engine, PostgresOptions options, HostEnvironment environment,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        var connection = Connection(engine, environment);
        // Testcontainers keeps one client per address, and it makes the first one for this property's connection.
        TestcontainersSettings.OS = OperatingSystem.IsWindows() ? new Windows(connection) : new Unix(connection);
        await StartReaperAsync(connection, limit.Token, cancellationToken);
        var password = Guid.NewGuid().ToString("N");
        var container = new PostgreSqlBuilder(options.Image)
            .WithDatabase("postgres")
            .WithPassword(password)
            .WithCommand([.. Settings(options.ServerSettings)])
            .Build();
        try
        {
            await container.StartAsync(limit.Token);
            var port = container.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort);
            var connectionString = OwnConnectionString.Of(container.Hostname, port, password);
            var version = await ServerVersion.AskAsync(connectionString, limit.Token);
            return new(
                connectionString,
                $"PostgreSQL {version.Text} in a container of {options.Image}, {container.Hostname}:{port}, "
                + "data gone when it stops",
                container);
        }
        catch (Exception failed)
        {
            await container.DisposeAsync();
            if (failed is not OperationCanceledException || cancellationToken.IsCancellationRequested) throw;
            throw new TimeoutException(NotDone);
        }
    }

    /// <summary>The server and the reaper publish their ports on 127.0.0.1 only, unless that wouldn't be this
    /// program's own: if the engine is on another machine, or this program is in a container itself, Testcontainers
    /// connects to another address. The engine then publishes on all of its addresses.</summary>
    private static DockerEndpointAuthenticationConfiguration Connection(
        EngineAddress engine, HostEnvironment environment)
    {
        var onLoopback = engine.IsLocal
            && string.IsNullOrEmpty(TestcontainersSettings.DockerHostOverride)
            && !File.Exists($"{environment.Root}/.dockerenv");
        // The reaper's container gets the socket that the virtual machine has, not the one that is forwarded to here.
        if (engine.IsInVirtualMachine) TestcontainersSettings.DockerSocketOverride ??= "/var/run/docker.sock";
        return new(engine.Uri, new EngineConnection(engine, onLoopback));
    }

    /// <summary>Starts the reaper before the server, so that its failure has its own message.</summary>
    private static async Task StartReaperAsync(
        DockerEndpointAuthenticationConfiguration connection, CancellationToken limit,
        CancellationToken cancellationToken)
    {
        if (!TestcontainersSettings.ResourceReaperEnabled) return;
        try
        {
            await ResourceReaper.GetAndStartDefaultAsync(connection, ConsoleLogger.Instance, ct: limit);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            var why = limit.IsCancellationRequested ? NotDone : ContainerEngine.Reason(failed);
            throw new SourceUnavailableException(
                $"the container engine at {connection.Endpoint} doesn't start Testcontainers' reaper, which would "
                + $"remove the server's container after a kill: {why}. TESTCONTAINERS_RYUK_DISABLED=true starts the "
                + "server without the reaper", failed);
        }
    }

    /// <summary>Testcontainers turns the first three settings off, which a real server doesn't.</summary>
    private static IEnumerable<string> Settings(IReadOnlyDictionary<string, string> requested)
        => new Dictionary<string, string>
        {
            ["fsync"] = "on",
            ["full_page_writes"] = "on",
            ["synchronous_commit"] = "on",
            ["max_connections"] = "200", // two pools of Npgsql's default 100
            ["shared_buffers"] = "512MB", // the demo's most used tables and indexes
            ["shared_preload_libraries"] = "pg_stat_statements,auto_explain", // the official images have both
        }.Concat(requested).SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
}
