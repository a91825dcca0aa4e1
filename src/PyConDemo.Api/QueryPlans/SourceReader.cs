using System.Reflection;
using PyConDemo.Api.AntiPatterns;

namespace PyConDemo.Api.QueryPlans;

/// <summary>Reads the pairs' files out of the program: exactly those that it was compiled from, wherever it runs.</summary>
public static class SourceReader
{
    private static readonly Assembly Program = typeof(SourceReader).Assembly;

    public static PatternSource Read(AntiPattern pattern)
    {
        var name = string.Concat(pattern.Slug.Split('-').Select(Capitalised));
        return new(
            pattern.Slug,
            [.. pattern.Lanes.Select(lane => $"{name}{Capitalised(lane.Name)}.cs")
                .Zip(pattern.Lanes, (file, lane) => new LaneSource(lane.Name, file, Text($"{name}/{file}")))],
            Text($"{name}/README.md"));
    }

    private static string Text(string resource)
    {
        using var stream = Program.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
