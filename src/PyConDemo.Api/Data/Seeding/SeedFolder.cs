using System.Text.RegularExpressions;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>The files of seed/, ordered by their names.</summary>
public sealed record SeedFolder(IReadOnlyList<SeedFile> Files)
{
    public string Sql => string.Concat(Files.Select(file => file.Sql));

    /// <summary>The folder that the build copied next to the program.</summary>
    public static SeedFolder FromProgramFolder() => new([.. Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "seed"), "*.sql")
        .Order(StringComparer.Ordinal)
        // A checkout may have changed the line ends, which must not change the version.
        .Select(path => new SeedFile(Path.GetFileName(path), File.ReadAllText(path).ReplaceLineEndings("\n")))]);
}

/// <summary>One file of seed/. `NN-load-TABLE.sql` runs in parts, next to that of another table; any other runs as a
/// whole, alone.</summary>
public sealed partial record SeedFile(string Name, string Sql)
{
    /// <summary>The table that this file loads in parts, or null.</summary>
    public string? Table => LoadName().Match(Name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^\d+-load-(\w+)\.sql$")]
    private static partial Regex LoadName();
}
