namespace PyConDemo.Checklist.Plans;

/// <summary>One statement's plan, as EXPLAIN reports it.</summary>
/// <param name="Root">The top node.</param>
/// <param name="Buffers">8 kB pages that the statement touched, cached or not.</param>
/// <param name="Milliseconds">The execution time, with EXPLAIN's own cost.</param>
public sealed record QueryPlan(PlanNode Root, long Buffers, double Milliseconds);

/// <summary>One node of a plan. All numbers are sums over its loops.</summary>
/// <param name="Node">PostgreSQL's name for the node, such as Index Scan.</param>
/// <param name="On">The table, CTE, function or index that it reads; null if it reads only its children.</param>
/// <param name="Rows">Rows that it returned.</param>
/// <param name="Loops">The number of times that it ran; 0 if it never ran.</param>
/// <param name="Buffers">8 kB pages that it touched itself, without its children.</param>
/// <param name="Milliseconds">Its own time, without its children. Parallel times are averaged.</param>
/// <param name="Removed">Rows that it read and discarded: by a filter, a recheck or an OFFSET.</param>
/// <param name="Details">Conditions, keys and methods, as EXPLAIN prints them.</param>
/// <param name="Costliest">True for the one node that touched the most pages, or took longest of these.</param>
/// <param name="Children">The nodes that it reads from.</param>
public sealed record PlanNode(
    string Node, string? On, long Rows, long Loops, long Buffers, double Milliseconds, long Removed,
    IReadOnlyList<string> Details, bool Costliest, IReadOnlyList<PlanNode> Children)
{
    /// <summary>This node and all below it.</summary>
    public IEnumerable<PlanNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>A copy of the tree in which the costliest node is marked.</summary>
    internal PlanNode WithCostliest() => Mark(All().MaxBy(node => (node.Buffers, node.Milliseconds))!);

    private PlanNode Mark(PlanNode costliest) => this with
    {
        Costliest = ReferenceEquals(this, costliest),
        Children = [.. Children.Select(child => child.Mark(costliest))],
    };
}
