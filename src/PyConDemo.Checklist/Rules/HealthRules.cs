namespace PyConDemo.Checklist.Rules;

/// <summary>The six rules' slugs, in the checklist's order.</summary>
public static class HealthRules
{
    /// <summary>Offload long work.</summary>
    public const string LongRequests = "long-requests";

    /// <summary>Use keyset pagination, not OFFSET.</summary>
    public const string OffsetPagination = "offset-pagination";

    /// <summary>Replace N+1 queries with eager loading.</summary>
    public const string NPlusOne = "n-plus-one";

    /// <summary>Cache or precompute heavy statistics.</summary>
    public const string HotAggregations = "hot-aggregations";

    /// <summary>Trim payloads.</summary>
    public const string FatPayloads = "fat-payloads";

    /// <summary>Don't lock many rows at once.</summary>
    public const string RowLocking = "row-locking";

    /// <summary>All slugs.</summary>
    public static IReadOnlyList<string> All { get; } =
        [LongRequests, OffsetPagination, NPlusOne, HotAggregations, FatPayloads, RowLocking];
}
