using Npgsql;

namespace PyConDemo.Postgres.Sources;

/// <summary>Somebody's own server. It is only connected to: this class never stops or changes it.</summary>
internal static class ConfiguredSource
{
    // It quotes neither the text nor the parser's message, which can contain the part of a password after a semicolon.
    private const string NotParsed =
        "ConnectionStrings__Demo is not a valid connection string (not shown: it may hold a password). "
        + "It looks like: Host=localhost;Port=5432;Database=demo;Username=demo;Password=…";

    /// <exception cref="SourceUnavailableException">No server is configured, or it can't be used.</exception>
    public static async Task<SourceResult> ConnectAsync(string? connectionString, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new SourceUnavailableException("not configured: ConnectionStrings__Demo is empty");

        var settings = Parse(connectionString);
        var user = settings.Username;
        var where = $"{settings.Host}:{settings.Port}, database {settings.Database ?? user}, user {user}";
        try
        {
            var version = await ServerVersion.AskAsync(connectionString, cancellationToken);
            return new(connectionString, $"PostgreSQL {version.Text} at {where}, as configured", Server: null);
        }
        catch (Exception failed)
            when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reason = (failed.InnerException?.Message ?? failed.Message).ReplaceLineEndings(" ");
            throw new SourceUnavailableException(
                $"The configured PostgreSQL ({where}) can't be used: {reason} (ConnectionStrings__Demo)", failed)
            { IsFinal = true };
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return settings.Host is null ? throw new FormatException() : settings;
        }
        catch (Exception wrong) when (wrong
            is ArgumentException or FormatException or KeyNotFoundException
            or InvalidCastException or OverflowException)
        {
            throw new SourceUnavailableException(NotParsed) { IsFinal = true };
        }
    }
}
