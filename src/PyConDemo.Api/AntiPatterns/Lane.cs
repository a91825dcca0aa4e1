namespace PyConDemo.Api.AntiPatterns;

/// <summary>One version of an anti-pattern's endpoint.</summary>
/// <param name="Name">bad, good, the name of a next step, or yours.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">An example that can be called as it stands: path and query.</param>
/// <param name="Body">The JSON body of that example, if it takes one.</param>
/// <param name="Step">Of a next step of the cure: what it adds to the good lane, in one sentence. Null for the other lanes.</param>
public sealed record Lane(string Name, string Method, string Path, string? Body = null, string? Step = null)
{
    /// <summary>A workshop attendee's own: as shipped, a copy of bad.</summary>
    public const string Yours = "yours";
}
