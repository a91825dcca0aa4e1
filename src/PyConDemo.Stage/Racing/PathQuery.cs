using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace PyConDemo.Stage.Racing;

internal static class PathQuery
{
    public static string With(string path, string name, string value)
        => WithoutQuery(path) + new QueryBuilder([.. Others(path, name), KeyValuePair.Create(name, value)]);

    public static string Without(string path, string name) => WithoutQuery(path) + new QueryBuilder(Others(path, name));

    public static string WithoutQuery(string path) => path.Split('?')[0];

    public static bool Has(string path, string name) => Query(path).ContainsKey(name);

    public static long Number(string path, string name, long otherwise)
        => Query(path).TryGetValue(name, out var value) && long.TryParse(value, out var number) ? number : otherwise;

    private static IEnumerable<KeyValuePair<string, string>> Others(string path, string name)
        => Query(path).Where(q => q.Key != name).Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()));

    private static Dictionary<string, StringValues> Query(string path)
        => QueryHelpers.ParseQuery(path[WithoutQuery(path).Length..]);
}
