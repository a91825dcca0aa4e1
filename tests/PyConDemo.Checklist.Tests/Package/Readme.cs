using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>The README of the library, in parts.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(PackedLibrary.Project, "README.md"));

    /// <summary>The blocks of C#.</summary>
    public static IEnumerable<string> Samples => Block().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>The text below a heading of the second level, until the next one.</summary>
    public static string Section(string heading)
        => Text.Split("\n## ").Single(section => section.StartsWith($"{heading}\n", StringComparison.Ordinal));

    /// <summary>The lines of a shell, which are indented.</summary>
    public static IEnumerable<string> Commands(string section)
        => Block().Replace(section, "").Split('\n')
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim());

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
