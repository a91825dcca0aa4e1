namespace PyConDemo.Workshop.Tests;

/// <summary>A lane's file that an attendee might write. Its first line says whether it is right.</summary>
/// <param name="Pattern">The pattern's name in classes: NPlusOne.</param>
/// <param name="Refused">The reasons for which the judge may refuse it, each of them true. Empty for a right one.</param>
internal sealed record Fix(string Pattern, string Name, string File, string[] Refused)
{
    private const string Right = "// Right", Wrong = "// Refused: ";

    public bool IsRight => Refused.Length == 0;

    public static IReadOnlyList<Fix> All { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests", "PyConDemo.Workshop.Tests", "Fixes"), "*.cs",
            SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The file of a pattern's lane: Yours, or Good.</summary>
    public static string LaneOf(string pattern, string lane) => Path.Combine(
        Repository.Root, "src", "PyConDemo.Api", "AntiPatterns", pattern, $"{pattern}{lane}.cs");

    /// <summary>The good lane as an attendee would copy it.</summary>
    public static string Good(string pattern) => System.IO.File.ReadAllText(LaneOf(pattern, "Good"))
        .Replace($"{pattern}Good", $"{pattern}Yours", StringComparison.Ordinal);

    private static Fix Read(string file)
    {
        var first = System.IO.File.ReadLines(file).First();
        var isRight = file.Contains($"{Path.DirectorySeparatorChar}Right{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        if (first == Right != isRight || (!isRight && !first.StartsWith(Wrong, StringComparison.Ordinal)))
            throw new InvalidDataException($"{file} begins with: {first}");
        return new(
            Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)!)!),
            Path.GetFileNameWithoutExtension(file), file, isRight ? [] : first[Wrong.Length..].Split(", "));
    }
}
