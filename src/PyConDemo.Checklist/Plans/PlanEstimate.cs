namespace PyConDemo.Checklist.Plans;

/// <summary>What the rules need from a plan: the planner's estimates.</summary>
/// <param name="AggregatedRows">The rows that the largest aggregate reads, also those that a filter discards.</param>
internal sealed record PlanEstimate(double AggregatedRows, double LockedRows)
{
    /// <param name="plan">From EXPLAIN (VERBOSE) without ANALYZE.</param>
    /// <param name="tableRows">The number of rows of a table, by schema and name.</param>
    public static PlanEstimate From(QueryPlan plan, Dictionary<(string, string), double> tableRows)
    {
        var nodes = plan.Root.All().ToList();
        return new(
            nodes.Where(n => n.Node is "Aggregate" or "Group" or "Unique").Select(Read).DefaultIfEmpty().Max(),
            nodes.Where(n => n.Node == "LockRows").Select(n => n.EstimatedRows).DefaultIfEmpty().Max());

        double Read(PlanNode node)
        {
            // It reads the whole table, but its estimate counts only the rows that its filter keeps.
            if (node is { Node: "Seq Scan", Schema: { } schema, On: { } table })
                return Math.Max(node.EstimatedRows, tableRows.GetValueOrDefault((schema, table)));
            if (node.Children.Count == 0) return node.EstimatedRows;
            // A LIMIT directly above a scan stops the scan. A sort or an aggregate below it reads everything first.
            return node.Node == "Limit" && node.Children.All(c => c.Children.Count == 0)
                ? node.EstimatedRows
                : node.Children.Max(Read);
        }
    }
}
