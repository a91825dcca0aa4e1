using Microsoft.AspNetCore.Routing.Patterns;

namespace PyConDemo.Checklist.Routes;

/// <summary>Writes a route's pattern as text.</summary>
internal static class PatternText
{
    /// <param name="parameter">Writes a parameter; an empty text leaves its segment out.</param>
    public static string Write(
        IEnumerable<RoutePatternPathSegment> segments, Func<RoutePatternParameterPart, string> parameter)
        => string.Concat(segments.Select(s => Write(s, parameter)).Where(s => s.Length > 0).Select(s => $"/{s}"));

    /// <summary>A parameter without its constraints, such as `{id?}`.</summary>
    public static string Parameter(RoutePatternParameterPart part)
        => $"{{{(part.IsCatchAll ? "*" : "")}{part.Name}{(part.IsOptional ? "?" : "")}}}";

    private static string Write(RoutePatternPathSegment segment, Func<RoutePatternParameterPart, string> parameter)
        => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { } name => parameter(name),
            _ => "",
        }));
}
