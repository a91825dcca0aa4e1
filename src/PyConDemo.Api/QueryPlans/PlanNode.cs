namespace PyConDemo.Api.QueryPlans;

/// <summary>One step of a plan, its loops added up.</summary>
/// <param name="Node">PostgreSQL's name for it, such as Index Scan.</param>
/// <param name="On">The table, CTE, index or function that it reads; null when it reads only its children.</param>
/// <param name="Rows">Rows that it handed up.</param>
/// <param name="Loops">How often it was run; 0 when it wasn't.</param>
/// <param name="Buffers">8 KB pages that it touched itself, without its children.</param>
/// <param name="Milliseconds">Of its own, without its children; parallel workers' side by side, not one after the other.</param>
/// <param name="Removed">Rows that it read and threw away: by a filter, a recheck or an OFFSET.</param>
/// <param name="Details">Conditions, keys and methods, as EXPLAIN prints them.</param>
/// <param name="Costliest">True for the one node of the plan that touched the most pages; of equals, the one that took longest.</param>
public sealed record PlanNode(
    string Node,
    string? On,
    long Rows,
    long Loops,
    long Buffers,
    double Milliseconds,
    long Removed,
    IReadOnlyList<string> Details,
    bool Costliest,
    IReadOnlyList<PlanNode> Children)
{
    public IEnumerable<PlanNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>A copy of the tree in which its costliest node is marked.</summary>
    public PlanNode WithCostliest() => Mark(All().MaxBy(node => (node.Buffers, node.Milliseconds))!);

    private PlanNode Mark(PlanNode costliest) => this with
    {
        Costliest = ReferenceEquals(this, costliest),
        Children = [.. Children.Select(child => child.Mark(costliest))],
    };
}
