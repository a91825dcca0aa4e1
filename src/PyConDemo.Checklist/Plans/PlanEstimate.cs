namespace PyConDemo.Checklist.Plans;

/// <summary>What the rules need from a plan. All numbers are the planner's estimates, in rows.</summary>
internal sealed record PlanEstimate
{
    /// <summary>The rows that aggregates, window functions and DISTINCT read, also those that a filter
    /// discards.</summary>
    public double AggregatedRows { get; init; }

    /// <summary>The rows that FOR UPDATE or FOR SHARE locks.</summary>
    public double LockedRows { get; init; }

    /// <summary>The rows that are read for those which a LIMIT discards because of OFFSET.</summary>
    public double RowsBeforePage { get; init; }

    /// <summary>The rows that the whole statement reads.</summary>
    public double ReadRows { get; init; }

    /// <summary>The rows that it reads if there are fewer rows than its outermost LIMIT allows.</summary>
    public double ReadRowsToEnd { get; init; }

    /// <summary>The rows that the LIMIT around the whole statement lets through; 0 without one.</summary>
    public double Limit { get; init; }

    /// <summary>The table of the scan that reads the most rows; null if every scan uses an index.</summary>
    public string? LargestScan { get; init; }

    /// <summary>True if the scan of another table reads at least a tenth as many.</summary>
    public bool ScansOthers { get; init; }

    /// <summary>The largest table of whose rows the planner only guesses how many are found; null if there is none.
    /// </summary>
    public GuessedTable? Guess { get; init; }

    public static PlanEstimate From(
        PlannedNode root, IReadOnlyDictionary<PlannedNode, double> scanned, bool isPartitioned = false)
    {
        var largest = scanned.OrderByDescending(s => s.Value).FirstOrDefault();
        var table = Table(largest.Key);
        return new()
        {
            AggregatedRows = new PlanReads(root, scanned).Aggregated(isPartitioned),
            LockedRows = new PlanReads(root, scanned).Locked(),
            RowsBeforePage = new PlanReads(root, scanned).BeforePage(),
            ReadRows = new PlanReads(root, scanned).All(),
            ReadRowsToEnd = new PlanReads(root, scanned) { LimitBinds = false }.All(),
            Limit = root.Type == "Limit" ? root.Rows : 0,
            LargestScan = table,
            ScansOthers = scanned.Any(
                s => Table(s.Key) is { } other && other != table && s.Value >= largest.Value / 10),
        };
    }

    public static PlanEstimate Max(PlanEstimate one, PlanEstimate other)
    {
        var larger = one.ReadRows > other.ReadRows ? one : other;
        return new()
        {
            AggregatedRows = Math.Max(one.AggregatedRows, other.AggregatedRows),
            LockedRows = Math.Max(one.LockedRows, other.LockedRows),
            RowsBeforePage = Math.Max(one.RowsBeforePage, other.RowsBeforePage),
            ReadRows = larger.ReadRows,
            ReadRowsToEnd = Math.Max(one.ReadRowsToEnd, other.ReadRowsToEnd),
            Limit = Math.Max(one.Limit, other.Limit),
            Guess = GuessedTable.Larger(one.Guess, other.Guess),
            LargestScan = larger.LargestScan,
            ScansOthers = larger.ScansOthers,
        };
    }

    private static string? Table(PlannedNode? scan) => scan?.Text("Relation Name");
}
