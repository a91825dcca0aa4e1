using PyConDemo.Api.AntiPatterns;

namespace PyConDemo.Api.QueryPlans;

/// <summary>The source of an anti-pattern's lanes, in the catalog's order, and the folder's README.md.</summary>
public sealed record PatternSource(string Slug, IReadOnlyList<LaneSource> Lanes, string Readme);

/// <summary>The source file of one lane.</summary>
public sealed record LaneSource(string Lane, string File, string Text);

/// <summary>Reads the lanes' source files, which are embedded: they are those that were compiled.</summary>
public static class SourceReader
{
    private static readonly Assembly Program = typeof(SourceReader).Assembly;

    public static PatternSource Read(AntiPattern pattern)
    {
        var folder = string.Concat(pattern.Slug.Split('-').Select(Capitalize));
        var lanes = pattern.Lanes.Select(lane => ReadLane(folder, lane.Name));
        return new(pattern.Slug, [.. lanes], ReadText($"{folder}/README.md"));
    }

    private static LaneSource ReadLane(string folder, string lane)
    {
        var file = $"{folder}{Capitalize(lane)}.cs";
        return new(lane, file, ReadText($"{folder}/{file}"));
    }

    private static string ReadText(string resource)
    {
        using var stream = Program.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The file {resource} is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Capitalize(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
