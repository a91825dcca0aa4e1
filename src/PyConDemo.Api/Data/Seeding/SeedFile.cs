using System.Text.RegularExpressions;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>One file of seed/. A file `NN-load-TABLE.sql` is run in parts, on two connections; every other as a whole.</summary>
public sealed partial record SeedFile(string Name, string Sql)
{
    /// <summary>The table that this file loads in parts, or null.</summary>
    public string? Table => LoadName().Match(Name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^\d+-load-(\w+)\.sql$")]
    private static partial Regex LoadName();
}
