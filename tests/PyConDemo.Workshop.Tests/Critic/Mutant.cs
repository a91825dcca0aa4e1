using Microsoft.CodeAnalysis.CSharp;

namespace PyConDemo.Workshop.Tests.Critic;

/// <summary>A right fix with one mistake.</summary>
/// <param name="Fix">The fix's name.</param>
/// <param name="What">What the mistake is.</param>
internal sealed record Mutant(string Pattern, string Fix, string What, string Source)
{
    /// <summary>The mutants of one right fix, each different from the others and from the fix. Some of them don't
    /// compile.</summary>
    /// <param name="source">The fix as a C# file.</param>
    public static IEnumerable<Mutant> Of(string pattern, string fix, string source)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        return CodeEdits.In(root).Concat(SqlEdits.In(root))
            .Select(edit => new Mutant(pattern, fix, edit.What, edit.Apply(source)))
            .DistinctBy(mutant => mutant.Source)
            .GroupBy(mutant => mutant.What)
            .SelectMany(same => same.Select(
                (mutant, n) => n == 0 ? mutant : mutant with { What = $"{mutant.What} ({n + 1})" }));
    }

    public override string ToString() => $"{Pattern}: {Fix} {What}";
}
