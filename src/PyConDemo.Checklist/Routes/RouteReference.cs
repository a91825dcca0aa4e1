using Microsoft.AspNetCore.Routing.Patterns;

namespace PyConDemo.Checklist.Routes;

/// <summary>A route as a setting names it. Case, constraints, defaults and outer slashes don't matter.</summary>
/// <param name="Method">Null for every method.</param>
/// <param name="Key">The pattern, reduced to what matters.</param>
internal readonly record struct RouteReference(string? Method, string Key)
{
    /// <param name="text">Such as `/orders/{id}`, `GET /orders/{id:int}` or `Reports/Fine`.</param>
    public static RouteReference Parse(string text)
    {
        var method = text.Trim().Split(' ')[0];
        return RouteMethod.IsKnown(method) && text.Trim().Length > method.Length
            ? new(method, KeyOf(text.Trim()[method.Length..]))
            : new(null, KeyOf(text));
    }

    public bool Matches(string method, RouteName route)
        => (Method is null || Method == method) && route.Keys.Contains(Key);

    /// <summary>The keys of a pattern: optional parameters at its end may be left out.</summary>
    public static IEnumerable<string> KeysOf(string pattern)
    {
        yield return KeyOf(pattern);
        if (Parse(Trim(pattern), out var parsed) is false) yield break;
        var needed = parsed.PathSegments.Reverse().SkipWhile(IsOptional).Reverse();
        yield return KeyOf(PatternText.Write(needed, PatternText.Parameter));
    }

    private static string KeyOf(string pattern)
    {
        var key = Parse(Trim(pattern), out var parsed)
            ? Trim(PatternText.Write(parsed.PathSegments, p => $"{{{(p.IsCatchAll ? "*" : "")}{p.Name}}}"))
            : Trim(pattern);
        return key.ToLowerInvariant();
    }

    // The name of a measurement is not always a pattern.
    private static bool Parse(string pattern, out RoutePattern parsed)
    {
        try
        {
            parsed = RoutePatternFactory.Parse(pattern);
            return true;
        }
        catch (RoutePatternException)
        {
            parsed = RoutePatternFactory.Pattern();
            return false;
        }
    }

    private static bool IsOptional(RoutePatternPathSegment segment)
        => segment is { IsSimple: true, Parts: [RoutePatternParameterPart { IsOptional: true }] };

    private static string Trim(string pattern) => pattern.Trim().Trim('/');
}
