using System.Text.RegularExpressions;
using Npgsql;

namespace PyConDemo.Postgres.Sources;

/// <summary>A PostgreSQL version. The major version of "15.18" is 15, and of "18beta1" it is 18.</summary>
internal sealed partial record ServerVersion(int Major, int Minor, string Text)
{
    /// <summary>CREATE DATABASE … STRATEGY came with version 15.</summary>
    public const int Oldest = 15;

    /// <summary>Reads the output of `postgres --version`, or a version alone.</summary>
    public static ServerVersion? Parse(string text)
    {
        var match = Number().Match(text);
        _ = int.TryParse(match.Groups["minor"].Value, out var minor); // 0 for a beta
        return match.Success ? new(int.Parse(match.Groups["major"].Value), minor, match.Groups["all"].Value) : null;
    }

    /// <summary>Asks a server for its version, which is new enough.</summary>
    /// <exception cref="InvalidOperationException">It is too old, or it tells no version.</exception>
    public static async Task<ServerVersion> AskAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var probe = NewProbe(connectionString);
        await probe.OpenAsync(cancellationToken);
        var text = probe.PostgreSqlVersion.ToString();
        return Parse(text) is { Major: >= Oldest } version
            ? version
            : throw new InvalidOperationException($"its version is {text}, and {Oldest} or newer is needed");
    }

    /// <summary>A connection to ask a server about itself. It is not pooled, so it leaves no session behind.</summary>
    public static NpgsqlConnection NewProbe(string connectionString)
        => new(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = 15, // seconds: a busy machine needs more than 5, and a wrong address shouldn't cost more
            CommandTimeout = 15,
        }.ConnectionString);

    [GeneratedRegex(@"(?:PostgreSQL\) |^)(?<all>(?<major>\d{1,4})(?:\.(?<minor>\d{1,4}))?\w*)")]
    private static partial Regex Number();
}
