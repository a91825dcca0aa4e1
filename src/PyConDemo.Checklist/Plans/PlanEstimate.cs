namespace PyConDemo.Checklist.Plans;

/// <summary>What the rules need from a plan. All numbers are the planner's estimates, in rows.</summary>
internal sealed record PlanEstimate
{
    /// <summary>The rows that aggregates, window functions and DISTINCT read, also those that a filter
    /// discards.</summary>
    public double AggregatedRows { get; init; }

    /// <summary>The rows that FOR UPDATE or FOR SHARE locks.</summary>
    public double LockedRows { get; init; }

    /// <summary>The rows that a LIMIT computes and discards because of OFFSET.</summary>
    public double RowsBeforePage { get; init; }

    /// <summary>The rows that the whole statement reads.</summary>
    public double ReadRows { get; init; }

    /// <summary>The table of the scan that reads the most rows; null if every scan uses an index.</summary>
    public string? LargestScan { get; init; }

    public static PlanEstimate From(
        PlannedNode root, IReadOnlyDictionary<PlannedNode, double> scanned, bool isPartitioned = false) => new()
        {
            AggregatedRows = new PlanReads(root, scanned).Aggregated(isPartitioned),
            LockedRows = new PlanReads(root, scanned).Locked(),
            RowsBeforePage = root.All().Where(n => n.Type == "Limit").Select(n => n.SkippedRows).DefaultIfEmpty().Max(),
            ReadRows = new PlanReads(root, scanned).All(),
            LargestScan = scanned.OrderByDescending(s => s.Value).FirstOrDefault().Key?.Text("Relation Name"),
        };

    public static PlanEstimate Max(PlanEstimate one, PlanEstimate other) => new()
    {
        AggregatedRows = Math.Max(one.AggregatedRows, other.AggregatedRows),
        LockedRows = Math.Max(one.LockedRows, other.LockedRows),
        RowsBeforePage = Math.Max(one.RowsBeforePage, other.RowsBeforePage),
        ReadRows = Math.Max(one.ReadRows, other.ReadRows),
        LargestScan = (one.ReadRows > other.ReadRows ? one : other).LargestScan,
    };
}
