using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Plans;

/// <summary>Adds up the rows that a plan reads: of all partitions, in all loops, and also those that a filter
/// discards. A CTE counts once, so one instance answers one question.</summary>
/// <param name="scanned">The rows that a scan reads, if its filter keeps fewer.</param>
internal sealed partial class PlanReads(PlannedNode root, IReadOnlyDictionary<PlannedNode, double> scanned)
{
    private readonly ILookup<string, PlannedNode> _ctes
        = root.All().Where(n => n.Cte is not null).ToLookup(n => n.Cte!);
    private readonly HashSet<string> _countedCtes = [];

    /// <summary>False if the LIMIT around the whole statement has more rows than there are, so that it ends nothing.
    /// </summary>
    public bool LimitBinds { get; init; } = true;

    public double All() => Read(root, share: 1);

    /// <summary>The rows that are read for those which a LIMIT discards because of OFFSET.</summary>
    public double BeforePage() => Sum(
        root, share: 1,
        (node, _) => node.SkippedShare > 0 ? node.SkippedShare * Read(node.Inputs[0], share: 1) : null);

    /// <param name="isPartitioned">True if a window of the statement has PARTITION BY.</param>
    public double Aggregated(bool isPartitioned = false) => Sum(
        root, share: 1,
        (node, share) => IsAggregate(node) && (isPartitioned || !IsPage(node)) ? Read(node, share) : null);

    public double Locked() => Sum(root, share: 1, (node, share) => node.Type == "LockRows" ? node.Rows * share : null);

    private static bool IsAggregate(PlannedNode node)
        => node.Type is "Aggregate" or "Group" or "Unique" or "WindowAgg" or "SetOp";

    // `rn BETWEEN 51 AND 100`: PostgreSQL stops at the last row number, if the rows come in their order.
    private static bool IsPage(PlannedNode node)
        => node.Type == "WindowAgg" && node.Text("Run Condition") is not null && !node.Inputs.Any(ReadsAll);

    /// <summary>The sum over the topmost nodes for which the function is not null.</summary>
    private double Sum(PlannedNode node, double share, Func<PlannedNode, double, double?> rows)
        => rows(node, share) ?? Below(node, share).Sum(part => part.Loops * Sum(part.Node, part.Share, rows));

    // A join can return more rows than its scans read.
    private double Read(PlannedNode node, double share) => Math.Max(
        node.Rows * share,
        (ReadByItself(node) * share) + Below(node, share).Sum(part => part.Loops * Read(part.Node, part.Share)));

    private double ReadByItself(PlannedNode node)
    {
        if (scanned.TryGetValue(node, out var rows)) return rows;
        if (node.Inputs.Count == 0) return Cte(node) is null ? node.Rows : 0;
        // For each outer row, it reads the rows in memory again.
        return node is { Type: "Nested Loop", Inputs: [var outer, { Type: "Materialize" } inner] }
            ? outer.Rows * inner.Rows
            : 0;
    }

    /// <summary>The parts of a plan that run below a node.</summary>
    private IEnumerable<Part> Below(PlannedNode node, double share) => Inputs(node, share).Concat(
        node.Children.Where(c => c.IsSubplan && c.Cte is null).Select(subplan => Subplan(node, subplan, share)));

    private IEnumerable<Part> Inputs(PlannedNode node, double share) => node switch
    {
        { Type: "Limit", Inputs: [var input] }
            => [new(input, LimitBinds || node != root ? share * node.LimitShare : share)],
        { Type: "Nested Loop", Inputs: [var outer, var inner] }
            => [new(outer, share), Inner(node, outer, inner, share)],
        { Type: "Merge Join" } => node.Inputs.Select(input => new Part(input, share * node.CostShare(input))),
        { Type: "CTE Scan" } when Cte(node) is { } cte => _countedCtes.Add(cte.Cte!) ? [new(cte, share)] : [],
        _ => node.Inputs.Select(input => new Part(input, ReadsAll(node) ? 1 : share)),
    };

    private static Part Inner(PlannedNode join, PlannedNode outer, PlannedNode inner, double share)
    {
        if (inner.Type == "Materialize") return new(inner);
        var stopsAtFirst = join.Text("Join Type") is "Semi" or "Anti" || join.Text("Inner Unique") == "True";
        return new(inner, stopsAtFirst ? First(inner) : 1, outer.Rows * share);
    }

    // An InitPlan and a hashed SubPlan run once, another SubPlan once per row.
    private Part Subplan(PlannedNode node, PlannedNode subplan, double share)
    {
        var name = subplan.Text("Subplan Name");
        if (node.Mentions($"hashed {name}")) return new(subplan);
        // A subquery with one value has one row. If it has more, EXISTS takes the first.
        if (subplan.Text("Parent Relationship") == "InitPlan") return new(subplan, First(subplan));
        var filters = node.Text("Filter")?.Contains($"({name})", StringComparison.Ordinal) == true;
        var rows = filters ? node.Inputs.Select(i => i.Rows).Append(RowsBeforeFilter(node)).Max() : node.Rows;
        return new(subplan, First(subplan), rows * share);
    }

    private double RowsBeforeFilter(PlannedNode scan) => Cte(scan)?.Rows ?? ReadByItself(scan);

    private static double First(PlannedNode node) => 1 / Math.Max(1, node.Rows);

    private PlannedNode? Cte(PlannedNode node)
        => node.Type == "CTE Scan" ? _ctes[node.Text("CTE Name")!].FirstOrDefault() : null;

    /// <summary>True if it reads all its input before its first row, so that a LIMIT above it saves nothing.</summary>
    private static bool ReadsAll(PlannedNode node) => node.Type switch
    {
        "Sort" or "Hash" => true,
        "Aggregate" or "SetOp" => node.Text("Strategy") != "Sorted",
        "WindowAgg" => Window().Count(node.Text("Output")!) > StreamingWindow().Count(node.Text("Output")!),
        _ => false,
    };

    [GeneratedRegex(@"\) OVER ")]
    private static partial Regex Window();

    // These functions look at earlier rows or at a few later ones. An aggregate may look at all.
    [GeneratedRegex(@"\b(row_number|rank|dense_rank|lag|lead|first_value)\([^()]*\) OVER ")]
    private static partial Regex StreamingWindow();

    /// <param name="Share">The share of its rows that is read.</param>
    private readonly record struct Part(PlannedNode Node, double Share = 1, double Loops = 1);
}
