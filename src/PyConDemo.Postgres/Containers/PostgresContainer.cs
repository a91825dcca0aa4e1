using DotNet.Testcontainers.Configurations;
using Npgsql;
using PyConDemo.Postgres.Sources;
using Testcontainers.PostgreSql;

namespace PyConDemo.Postgres.Containers;

/// <summary>The only file that touches Testcontainers: DOCKER_API_VERSION is set before it is loaded.</summary>
internal static class PostgresContainer
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2); // an old laptop's first start of a virtual environment's container

    /// <summary>What must be there: the server, and the reaper that removes it after a kill.</summary>
    public static IEnumerable<string> Images(string server)
        => TestcontainersSettings.ResourceReaperEnabled && TestcontainersSettings.ResourceReaperImage is { } reaper
            ? [server, reaper.FullName]
            : [server];

    public static async Task<SourceResult> StartAsync(
        Uri engine, string image, IReadOnlyDictionary<string, string> serverSettings, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        var container = new PostgreSqlBuilder(image)
            .WithDockerEndpoint(engine)
            .WithDatabase("postgres")
            .WithPassword(Guid.NewGuid().ToString("N"))
            .WithCommand([.. Settings(serverSettings)])
            .Build();
        try
        {
            await container.StartAsync(limit.Token);
            var version = await VersionAsync(container.GetConnectionString(), limit.Token);
            if (version.Major < ServerVersion.Oldest)
                throw new InvalidOperationException($"the image's PostgreSQL is {version.Text}; {ServerVersion.Oldest} or newer is needed");
            return new SourceResult.Available(container.GetConnectionString(),
                $"PostgreSQL {version.Text} in a container of {image}, {container.Hostname}:{container.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort)}, data gone when it stops", container);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>Testcontainers turns all three off; the last word counts, and what is measured must be what a real server does.</summary>
    private static IEnumerable<string> Settings(IReadOnlyDictionary<string, string> wishes)
        => new Dictionary<string, string>
        {
            ["fsync"] = "on",
            ["full_page_writes"] = "on",
            ["synchronous_commit"] = "on",
            ["max_connections"] = "200", // two pools of Npgsql's default 100
            ["shared_buffers"] = "512MB", // the demo's hot tables and indexes
            ["shared_preload_libraries"] = "pg_stat_statements,auto_explain", // the official images have both
        }.Concat(wishes).SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });

    private static async Task<ServerVersion> VersionAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return ServerVersion.Parse(connection.PostgreSqlVersion.ToString())!;
    }
}
