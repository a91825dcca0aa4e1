namespace PyConDemo.Api.Tests.Workshop;

/// <summary>A fenced block of code in a page.</summary>
/// <param name="Line">The line of its opening, from 1.</param>
/// <param name="Source">The file that the comment above it names. Null without a comment.</param>
public sealed record Fence(int Line, string Language, string? Source, IReadOnlyList<string> Code)
{
    /// <summary>
    /// True if the file has these lines one after the other. A common indentation is ignored.
    /// </summary>
    public bool IsIn(IReadOnlyList<string> file)
    {
        var wanted = Unindented(Code);
        return Enumerable.Range(0, Math.Max(0, file.Count - wanted.Count + 1))
            .Any(start => Unindented([.. file.Skip(start).Take(wanted.Count)]).SequenceEqual(wanted));
    }

    private static List<string> Unindented(IReadOnlyList<string> lines)
    {
        var indent = lines.Where(line => line.Trim().Length > 0).Select(
            line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return [.. lines.Select(line => line.Length < indent ? "" : line[indent..].TrimEnd())];
    }
}
