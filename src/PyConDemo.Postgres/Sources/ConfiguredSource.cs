using Npgsql;

namespace PyConDemo.Postgres.Sources;

/// <summary>Somebody's own server. It is only connected to: this class never stops or changes it.</summary>
internal sealed class ConfiguredSource(string? connectionString) : ISource, IAsyncDisposable
{
    private const int TimeoutSeconds = 5; // for a server across the world; a wrong address shouldn't cost more

    /// <summary>It quotes neither the text nor the parser's message, which can contain the part of a password after a
    /// semicolon.</summary>
    private const string NotParsed =
        "ConnectionStrings__Demo is not a valid connection string (not shown: it may hold a password). "
        + "It looks like: Host=localhost;Port=5432;Database=demo;Username=demo;Password=…";

    public async Task<SourceResult> TryAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return new SourceResult.Unavailable("not configured: ConnectionStrings__Demo is empty");
        if (Parse(connectionString) is not { } settings) return new SourceResult.Failed(NotParsed);

        var user = settings.Username;
        var where = $"{settings.Host}:{settings.Port}, database {settings.Database ?? user}, user {user}";
        try
        {
            var version = await VersionAsync(settings, cancellationToken);
            return version.Major >= ServerVersion.Oldest
                ? new SourceResult.Available(
                    connectionString, $"PostgreSQL {version.Text} at {where}, as configured", this)
                : new SourceResult.Failed($"The configured PostgreSQL ({where}) is version {version.Text}; "
                    + $"{ServerVersion.Oldest} or newer is needed.");
        }
        catch (Exception failed)
            when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reason = (failed.InnerException?.Message ?? failed.Message).ReplaceLineEndings(" ");
            return new SourceResult.Failed(
                $"The configured PostgreSQL ({where}) can't be used: {reason} (ConnectionStrings__Demo)", failed);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static NpgsqlConnectionStringBuilder? Parse(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return settings.Host is null ? null : settings;
        }
        catch (Exception wrong) when (wrong
            is ArgumentException or FormatException or KeyNotFoundException
            or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    private static async Task<ServerVersion> VersionAsync(
        NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        // Unpooled: a probe leaves no connection behind on a server that isn't ours.
        var probe = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Pooling = false,
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
        };
        await using var connection = new NpgsqlConnection(probe.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return ServerVersion.Parse(connection.PostgreSqlVersion.ToString())
            ?? throw new InvalidOperationException("It tells no version.");
    }
}
