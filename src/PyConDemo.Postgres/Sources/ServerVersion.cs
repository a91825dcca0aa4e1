using System.Text.RegularExpressions;

namespace PyConDemo.Postgres.Sources;

/// <summary>A PostgreSQL version: "15.18" has the major 15; "18beta1" has the major 18.</summary>
internal sealed partial record ServerVersion(int Major, int Minor, string Text)
{
    /// <summary>CREATE DATABASE … STRATEGY came with 15.</summary>
    public const int Oldest = 15;

    public static ServerVersion? Parse(string text)
        => Number().Match(text) is { Success: true } match
            ? new(int.Parse(match.Groups["major"].Value), match.Groups["minor"] is { Success: true } minor ? int.Parse(minor.Value) : 0, match.Groups["all"].Value)
            : null;

    [GeneratedRegex(@"(?:PostgreSQL\) |^)(?<all>(?<major>\d{1,4})(?:\.(?<minor>\d{1,4}))?\w*)")]
    private static partial Regex Number();
}
