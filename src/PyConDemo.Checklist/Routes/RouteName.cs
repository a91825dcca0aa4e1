using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;

namespace PyConDemo.Checklist.Routes;

/// <summary>The name of a route as people call it: the pattern that was mapped, with the names of the area, controller,
/// action or page in it.</summary>
/// <param name="Text">Such as `/orders/{id:int}` or `/Reports/Fine/{id?}`.</param>
/// <param name="Keys">Everything that a <see cref="RouteReference"/> may call it.</param>
internal sealed record RouteName(string Text, IReadOnlySet<string> Keys)
{
    private const string Index = "/Index";
    private static readonly ConditionalWeakTable<Endpoint, RouteName> Known = [];

    /// <summary>The name of an endpoint; null if it has none, such as the framework's own answer 405.</summary>
    public static RouteName? Of(Endpoint? endpoint)
    {
        if (endpoint is null) return null;
        if (Known.TryGetValue(endpoint, out var known)) return known;
        return Create(endpoint) is { } name ? Known.GetValue(endpoint, _ => name) : null;
    }

    /// <param name="aliases">Other patterns that settings may use.</param>
    public static RouteName From(string text, params IEnumerable<string?> aliases)
        => new(text, aliases.OfType<string>().Prepend(text).SelectMany(RouteReference.KeysOf).ToHashSet());

    private static RouteName? Create(Endpoint endpoint)
    {
        // An application can have thousands of files, each with an endpoint. None of them sends SQL.
        if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return From("(static assets)");
        var action = endpoint.Metadata.GetMetadata<ActionDescriptor>();
        if (endpoint is not RouteEndpoint { RoutePattern: var pattern })
            return action is null ? null : From(NameOf(action)); // a dynamic route's endpoint
        var text = TextOf(pattern);
        return From(action is PageActionDescriptor page ? TextOf(page, pattern) ?? text : text, text, pattern.RawText);
    }

    // A conventional route has one pattern for many actions: `{controller=Home}/{action=Index}/{id?}`. Each of its
    // endpoints requires the values of one action.
    private static string TextOf(RoutePattern pattern)
    {
        var text = pattern.RawText is { } raw && !pattern.Parameters.Any(p => Required(p).Length > 0)
            ? $"/{raw.TrimStart('/')}"
            : PatternText.Write(pattern.PathSegments, Fill);
        return text.Length > 1 ? text.TrimEnd('/') : "/";

        string Required(RoutePatternParameterPart part)
            => pattern.RequiredValues.TryGetValue(part.Name, out var value) ? value as string ?? "" : "";
        string Fill(RoutePatternParameterPart part)
            => pattern.RequiredValues.ContainsKey(part.Name) ? Required(part) : PatternText.Parameter(part);
    }

    // A folder's page `Index` has two patterns, with and without `Index`, but one name. A page with a
    // pattern of its own has no such name.
    private static string? TextOf(PageActionDescriptor page, RoutePattern pattern)
    {
        var constant = pattern.PathSegments.TakeWhile(s => s.Parts is [RoutePatternLiteralPart]).ToList();
        var folder = PatternText.Write(constant, PatternText.Parameter);
        var parameters = PatternText.Write(pattern.PathSegments.Skip(constant.Count), PatternText.Parameter);
        var name = NameOf(page);
        return name == folder || name == folder + Index ? name + parameters : null;
    }

    private static string NameOf(ActionDescriptor action)
    {
        string?[] parts = action is PageActionDescriptor page
            ? [page.AreaName, page.ViewEnginePath.TrimStart('/')]
            : [Value("area"), Value("controller"), Value("action")];
        return string.Concat(parts.Where(p => !string.IsNullOrEmpty(p)).Select(p => $"/{p}"));

        string? Value(string key) => action.RouteValues.TryGetValue(key, out var value) ? value : null;
    }
}
