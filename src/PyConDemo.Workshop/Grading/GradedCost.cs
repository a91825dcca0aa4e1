namespace PyConDemo.Workshop.Grading;

/// <summary>What one request cost in counts, from the API's checklist and from the plans of its statements.</summary>
/// <param name="Buffers">Pages of 8 kB for all statements, each as often as it was sent.</param>
/// <param name="RowsTouched">Rows that the plans' lowest nodes returned, discarded or filtered out.</param>
/// <param name="RowsLocked">Rows locked by the statement that locks most.</param>
/// <param name="Statements">The statements that were sent, without values.</param>
/// <param name="Unplanned">Statements that have no plan, such as a REFRESH.</param>
internal sealed record GradedCost(
    long Commands, long RowsRead, long Buffers, long RowsTouched, long RowsLocked, IReadOnlyList<string> Statements,
    IReadOnlyList<string> Unplanned)
{
    public static GradedCost Of(RequestCounts counts, IReadOnlyList<StatementPlan> plans)
    {
        var planned = plans.Where(plan => plan.Root is not null).ToArray();
        return new(
            counts.Commands, counts.RowsRead, planned.Sum(plan => plan.Count * plan.Buffers),
            planned.Sum(plan => plan.Count * plan.Root!.Touched),
            planned.Select(plan => plan.Count * plan.RowsLocked).DefaultIfEmpty().Max(),
            [.. counts.Shapes.Select(shape => shape.Sql)],
            [.. plans.Where(plan => plan.Root is null).Select(plan => plan.Sql)]);
    }
}

/// <summary>The counts of one request, as the API's checklist answers them.</summary>
internal sealed record RequestCounts(long Commands, long RowsRead, IReadOnlyList<StatementShape> Shapes);

internal sealed record StatementShape(string Sql);

internal sealed record RequestPlans(IReadOnlyList<StatementPlan> Plans);

/// <summary>A statement that was sent <paramref name="Count"/> times. The costs are those of one time.</summary>
internal sealed record StatementPlan(string Sql, long Count, long Buffers, long RowsLocked, PlanNode? Root);

internal sealed record PlanNode(long Rows, long Removed, IReadOnlyList<PlanNode> Children)
{
    /// <summary>The rows of the nodes without children, because only those read.</summary>
    public long Touched => Children.Count == 0 ? Rows + Removed : Children.Sum(child => child.Touched);
}
