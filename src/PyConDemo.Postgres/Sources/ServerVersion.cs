using System.Text.RegularExpressions;

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
        if (!match.Success) return null;
        var minor = match.Groups["minor"];
        return new(
            int.Parse(match.Groups["major"].Value),
            minor.Success ? int.Parse(minor.Value) : 0,
            match.Groups["all"].Value);
    }

    [GeneratedRegex(@"(?:PostgreSQL\) |^)(?<all>(?<major>\d{1,4})(?:\.(?<minor>\d{1,4}))?\w*)")]
    private static partial Regex Number();
}
