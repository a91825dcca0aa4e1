using System.Diagnostics.CodeAnalysis;

namespace PyConDemo.Postgres.Sources;

/// <summary>The setting <c>Postgres__Mirror</c>: where server binaries are downloaded from.</summary>
public static class MirrorAddress
{
    public const string Setting = "Postgres__Mirror";

    /// <summary>What the setting must be, as a sentence.</summary>
    public static string Rule { get; } = $"{Setting} must be an address such as {new PostgresOptions().Mirror}, "
        + "without a password, or the absolute path of a folder.";

    /// <summary>Reads an http or https address, or the absolute path of a folder.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? mirror)
        => Uri.TryCreate(text, UriKind.Absolute, out mirror)
            && (mirror.IsFile || mirror.Scheme is "http" or "https") && mirror.UserInfo.Length == 0;
}
