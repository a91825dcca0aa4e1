using System.Text.RegularExpressions;

namespace PyConDemo.Workshop.Tests.Critic;

/// <summary>The mutants that are right, each with the reason. They are in EqualMutants.txt.</summary>
internal sealed record EqualMutants(string Names, string Reason)
{
    /// <summary>Two lines for each: the name, in which an asterisk stands for any text, and the reason.</summary>
    public static IReadOnlyList<EqualMutants> All { get; } = [.. File
        .ReadLines(Path.Combine(Repository.Root, "tests", "PyConDemo.Workshop.Tests", "Critic", "EqualMutants.txt"))
        .Where(line => line.Length > 0)
        .Chunk(2)
        .Select(lines => new EqualMutants(lines[0], lines[1].Trim()))];

    public bool Has(Mutant mutant) => Regex.IsMatch(
        $"{mutant}", $"^{Regex.Escape(Names).Replace("\\*", ".*", StringComparison.Ordinal)}$");
}
