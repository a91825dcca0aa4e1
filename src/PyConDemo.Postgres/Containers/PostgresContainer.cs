using DotNet.Testcontainers.Configurations;
using Testcontainers.PostgreSql;

namespace PyConDemo.Postgres.Containers;

/// <summary>Only this file uses Testcontainers: DOCKER_API_VERSION must be set before its types are loaded.</summary>
internal static class PostgresContainer
{
    // Long enough for the first container of a virtual machine on an old laptop.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The server's image, and the image of the reaper that removes the container after a kill.</summary>
    public static IEnumerable<string> Images(string server)
        => TestcontainersSettings.ResourceReaperEnabled && TestcontainersSettings.ResourceReaperImage is { } reaper
            ? [server, reaper.FullName]
            : [server];

    public static async Task<SourceResult> StartAsync(
        Uri engine, string image, IReadOnlyDictionary<string, string> serverSettings,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        var password = Guid.NewGuid().ToString("N");
        var container = new PostgreSqlBuilder(image)
            .WithDockerEndpoint(engine)
            .WithDatabase("postgres")
            .WithPassword(password)
            .WithCommand([.. Settings(serverSettings)])
            .Build();
        try
        {
            await container.StartAsync(limit.Token);
            var port = container.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort);
            var connectionString = OwnConnectionString.Of(container.Hostname, port, password);
            var version = await ServerVersion.AskAsync(connectionString, limit.Token);
            return new(
                connectionString,
                $"PostgreSQL {version.Text} in a container of {image}, {container.Hostname}:{port}, "
                + "data gone when it stops",
                container);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
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
