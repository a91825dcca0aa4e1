namespace PyConDemo.Checklist.Rules;

/// <summary>The six rules' slugs, in the checklist's order.</summary>
public static class HealthRules
{
    /// <summary>Offload long work.</summary>
    public const string LongRequests = "long-requests";

    /// <summary>Keyset, not OFFSET.</summary>
    public const string OffsetPagination = "offset-pagination";

    /// <summary>Kill N+1 with eager loading.</summary>
    public const string NPlusOne = "n-plus-one";

    /// <summary>Cache or precompute heavy statistics.</summary>
    public const string HotAggregations = "hot-aggregations";

    /// <summary>Trim payloads.</summary>
    public const string FatPayloads = "fat-payloads";

    /// <summary>Don't lock many rows at once.</summary>
    public const string RowLocking = "row-locking";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [LongRequests, OffsetPagination, NPlusOne, HotAggregations, FatPayloads, RowLocking];
}
