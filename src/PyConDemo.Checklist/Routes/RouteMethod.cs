using System.Collections.Frozen;

namespace PyConDemo.Checklist.Routes;

/// <summary>HTTP methods as names. Clients may send any method, so unknown ones share a name.</summary>
internal static class RouteMethod
{
    private const string Other = "OTHER";

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY");

    public static bool IsKnown(string method) => Known.Contains(method);

    public static string NameOf(string method)
    {
        var name = HttpMethods.GetCanonicalizedValue(method);
        return IsKnown(name) ? name : Other;
    }
}
