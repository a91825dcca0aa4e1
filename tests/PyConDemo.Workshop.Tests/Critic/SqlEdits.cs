using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PyConDemo.Workshop.Tests.Critic;

/// <summary>Mistakes in SQL: a dropped predicate, lock, limit or order, another bound, and an order that no index
/// has.</summary>
internal static partial class SqlEdits
{
    private static readonly (Regex Find, string Replacement, string What)[] Mistakes =
    [
        (Lock(), "", "drops"),
        (SkipLocked(), "", "drops"),
        (Limit(), "", "drops"),
        (And(), "", "drops"),
        (Where(), "WHERE true", "drops"),
        (OrderBy(), "", "drops"),
        (SecondKey(), "", "drops"),
        (OrderById(), "0 + ", "orders by 0 +"),
        (Less(), "<=", "writes <= for"),
        (Descending(), "ASC", "writes ASC for"),
    ];

    public static IEnumerable<Edit> In(SyntaxNode root) => root.DescendantNodes()
        .Where(node => node is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax { Token.Value: string })
        .SelectMany(EditsOf);

    private static IEnumerable<Edit> EditsOf(SyntaxNode text) =>
        from mistake in Mistakes
        from Match match in mistake.Find.Matches(text.ToString())
        select new Edit(
            new TextSpan(text.SpanStart + match.Index, match.Length), mistake.Replacement,
            $"{mistake.What} {match.Value.Trim()}");

    [GeneratedRegex(@"FOR (NO KEY )?UPDATE( OF \w+)?( SKIP LOCKED)?")]
    private static partial Regex Lock();

    [GeneratedRegex(@"SKIP LOCKED")]
    private static partial Regex SkipLocked();

    [GeneratedRegex(@"LIMIT (\{[^}]*\}|\w+)")]
    private static partial Regex Limit();

    [GeneratedRegex(@"\bAND (\([^\n()]*\)|[^\n()])+")]
    private static partial Regex And();

    [GeneratedRegex(@"WHERE (?!true)(\([^\n()]*\)|(?!\bAND\b)[^\n()])+")]
    private static partial Regex Where();

    [GeneratedRegex(@"ORDER BY [^\n()]+(?=\n|\))")]
    private static partial Regex OrderBy();

    [GeneratedRegex(@"(?<=ORDER BY \S+( DESC)?), \S+( DESC)?")]
    private static partial Regex SecondKey();

    // Where a LIMIT follows: else all rows are sorted anyway.
    [GeneratedRegex(@"(?<=ORDER BY )(?=(\w+\.)?id\b[^()]*LIMIT)")]
    private static partial Regex OrderById();

    [GeneratedRegex(@"<(?=[ (])")]
    private static partial Regex Less();

    [GeneratedRegex(@"\bDESC\b")]
    private static partial Regex Descending();
}
