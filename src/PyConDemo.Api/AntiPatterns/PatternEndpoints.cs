using Microsoft.AspNetCore.Http.HttpResults;

namespace PyConDemo.Api.AntiPatterns;

/// <summary>The list of anti-patterns, as everything outside this process reads it.</summary>
public static class PatternEndpoints
{
    public static void MapPatterns(this IEndpointRouteBuilder app)
        => app.MapGet("/demo/patterns", GetPatterns).WithTags("demo");

    /// <summary>The anti-patterns, in the talk's order.</summary>
    private static Ok<IReadOnlyList<AntiPattern>> GetPatterns() => TypedResults.Ok(AntiPatternCatalog.All);
}
