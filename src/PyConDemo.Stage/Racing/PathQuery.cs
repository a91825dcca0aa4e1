using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace PyConDemo.Stage.Racing;

/// <summary>Reads and replaces query parameters of a path.</summary>
internal static class PathQuery
{
    public static string With(string path, string name, string value)
    {
        var (bare, query) = Split(path);
        var rest = query.Where(q => q.Key != name).Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()));
        return bare + new QueryBuilder([.. rest, KeyValuePair.Create(name, value)]);
    }

    public static string Without(string path, string name)
    {
        var (bare, query) = Split(path);
        return bare + new QueryBuilder([.. query.Where(q => q.Key != name).Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()))]);
    }

    public static string Bare(string path) => Split(path).Bare;

    public static bool Has(string path, string name) => Split(path).Query.ContainsKey(name);

    public static long Number(string path, string name, long otherwise)
        => Split(path).Query.TryGetValue(name, out var value) && long.TryParse(value, out var number) ? number : otherwise;

    private static (string Bare, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> Query) Split(string path)
    {
        var at = path.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? (path, []) : (path[..at], QueryHelpers.ParseQuery(path[at..]));
    }
}
