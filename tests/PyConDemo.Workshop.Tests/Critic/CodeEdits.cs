using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PyConDemo.Workshop.Tests.Critic;

/// <summary>Mistakes in C#: a dropped predicate, bound, order or statement, half a condition, and statements in another
/// order. Many of them don't compile.</summary>
internal static class CodeEdits
{
    private static readonly HashSet<string> Clauses =
        ["Where", "Take", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Distinct", "Include"];

    private static readonly Dictionary<SyntaxKind, string> OtherBounds = new()
    {
        [SyntaxKind.LessThanToken] = "<=",
        [SyntaxKind.LessThanEqualsToken] = "<",
        [SyntaxKind.GreaterThanToken] = ">=",
        [SyntaxKind.GreaterThanEqualsToken] = ">",
    };

    public static IEnumerable<Edit> In(SyntaxNode root) => root.DescendantNodes().SelectMany(EditsOf);

    private static IEnumerable<Edit> EditsOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => Call(call),
        ExpressionStatementSyntax statement => [new(statement.Span, ";", $"drops {Line(statement)}")],
        BinaryExpressionSyntax binary => Binary(binary),
        AttributeListSyntax attributes when Line(attributes).StartsWith("[Range", StringComparison.Ordinal)
            => [new(attributes.Span, "", $"drops {Line(attributes)}")],
        BlockSyntax block => Order(block),
        _ => [],
    };

    private static IEnumerable<Edit> Call(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax member) yield break;
        var name = member.Name.Identifier.Text;
        if (!Clauses.Contains(name)) yield break;
        yield return new(call.Span, member.Expression.ToString(), $"drops .{name}{Line(call.ArgumentList)}");
        if (name.StartsWith("OrderBy", StringComparison.Ordinal)
            && call.ArgumentList.Arguments is [{ Expression: SimpleLambdaExpressionSyntax lambda }]
            && lambda.Body is MemberAccessExpressionSyntax key)
        {
            // The database sorts by an expression that no index has.
            var unindexed = key.Name.Identifier.Text == "Id" ? $"{key} + 0" : $"{key}.AddDays(0)";
            yield return new(key.Span, unindexed, $"orders by {unindexed}");
        }
    }

    private static IEnumerable<Edit> Binary(BinaryExpressionSyntax binary)
    {
        if (binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression)
        {
            yield return new(binary.Span, binary.Left.ToString(), $"drops {Line(binary.Right)}");
            yield return new(binary.Span, binary.Right.ToString(), $"drops {Line(binary.Left)}");
        }
        else if (OtherBounds.TryGetValue(binary.OperatorToken.Kind(), out var other))
        {
            yield return new(binary.OperatorToken.Span, other, $"writes {other} in {Line(binary)}");
        }
        else if (binary.IsKind(SyntaxKind.AddExpression) && binary.Right is LiteralExpressionSyntax { Token.Value: int })
        {
            yield return new(binary.Span, binary.Left.ToString(), $"drops {binary.OperatorToken} {binary.Right}");
        }
    }

    private static IEnumerable<Edit> Order(BlockSyntax block) => block.Statements
        .Zip(block.Statements.Skip(1))
        .Where(pair => HasEffect(pair.First) && HasEffect(pair.Second))
        .Where(pair => pair.Second is not ReturnStatementSyntax) // that drops the first one
        .Select(pair => new Edit(
            TextSpan.FromBounds(pair.First.SpanStart, pair.Second.Span.End),
            $"{pair.Second} {pair.First}",
            $"moves {Line(pair.First)} after {Line(pair.Second)}"));

    /// <summary>False for a value that is only computed, and for a parameter, which may be the first or the last.
    /// </summary>
    private static bool HasEffect(StatementSyntax statement)
        => !Line(statement).Contains(".Parameters.Add", StringComparison.Ordinal)
        && statement.DescendantNodes().Any(node => node is AwaitExpressionSyntax
            || (node is InvocationExpressionSyntax && statement is ExpressionStatementSyntax));

    /// <summary>The source in one line, shortened.</summary>
    private static string Line(SyntaxNode node)
    {
        var text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 70 ? text : $"{text[..69]}…";
    }
}
