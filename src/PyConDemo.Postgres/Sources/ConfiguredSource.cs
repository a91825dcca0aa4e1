using Npgsql;

namespace PyConDemo.Postgres.Sources;

/// <summary>Somebody's own server. It is only connected to: this class never stops or changes it.</summary>
internal sealed class ConfiguredSource(string? connectionString) : ISource, IAsyncDisposable
{
    private const int TimeoutSeconds = 5; // for a server across the world; a wrong address shouldn't cost more

    public async Task<SourceResult> TryAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return new SourceResult.Unavailable("not configured: ConnectionStrings__Demo is empty");

        var settings = Parse(connectionString);
        var where = $"{settings.Host}:{settings.Port}, database {settings.Database ?? settings.Username}, user {settings.Username}";
        var version = await VersionAsync(settings, where, cancellationToken);
        return version.Major >= ServerVersion.Oldest
            ? new SourceResult.Available(connectionString, $"PostgreSQL {version.Text} at {where}, as configured", this)
            : throw new PostgresUnavailableException(
                $"The configured PostgreSQL ({where}) is version {version.Text}; {ServerVersion.Oldest} or newer is needed.");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return settings.Host is null ? throw new ArgumentException("No host.") : settings;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            // Neither its text nor the parser's message, which can quote the part of a password after a semicolon.
            throw new PostgresUnavailableException(
                "ConnectionStrings__Demo is not a valid connection string (not shown: it may hold a password). "
                + "It looks like: Host=localhost;Port=5432;Database=demo;Username=demo;Password=…");
        }
    }

    private static async Task<ServerVersion> VersionAsync(NpgsqlConnectionStringBuilder settings, string where, CancellationToken cancellationToken)
    {
        // Unpooled: a probe leaves no connection behind on a server that isn't ours.
        var probe = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, Timeout = TimeoutSeconds, CommandTimeout = TimeoutSeconds };
        try
        {
            await using var connection = new NpgsqlConnection(probe.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return ServerVersion.Parse(connection.PostgreSqlVersion.ToString()) ?? throw new InvalidOperationException("It tells no version.");
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new PostgresUnavailableException(
                $"The configured PostgreSQL ({where}) can't be used: {failed.InnerException?.Message ?? failed.Message} (ConnectionStrings__Demo)".ReplaceLineEndings(" "), failed);
        }
    }
}
