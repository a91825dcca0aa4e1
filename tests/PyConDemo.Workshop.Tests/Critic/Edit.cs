using Microsoft.CodeAnalysis.Text;

namespace PyConDemo.Workshop.Tests.Critic;

/// <summary>One small mistake in a lane's source.</summary>
/// <param name="Span">The text that is replaced.</param>
/// <param name="What">What the edit does, in one line.</param>
internal sealed record Edit(TextSpan Span, string Replacement, string What)
{
    public string Apply(string source) => source[..Span.Start] + Replacement + source[Span.End..];
}
