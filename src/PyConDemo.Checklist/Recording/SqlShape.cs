using System.Collections.Concurrent;

namespace PyConDemo.Checklist.Recording;

/// <summary>SQL without its values, so that statements which differ in values only are the same text.</summary>
internal static class SqlShape
{
    // Programs send few texts, again and again. Generated ones with literals would fill any cache: beyond this, none is added.
    private const int MaxCached = 2_000;
    private static readonly ConcurrentDictionary<string, string> Cache = new();

    public static string Of(string sql)
    {
        if (Cache.TryGetValue(sql, out var shape)) return shape;
        shape = new SqlNormalizer(sql).Run();
        if (Cache.Count < MaxCached && sql.Length < 8 * 1024) Cache.TryAdd(sql, shape);
        return shape;
    }
}
