namespace PyConDemo.Workshop.Grading;

/// <summary>What one request cost in counts, from the API's checklist and from the plans of its statements.</summary>
/// <param name="Buffers">Pages of 8 KB for all statements, each as often as it was sent.</param>
/// <param name="RowsTouched">Rows that the plans' lowest nodes returned, discarded or filtered out. That is what
/// PostgreSQL read.</param>
/// <param name="RowsLocked">Rows locked by the statement that locks most.</param>
/// <param name="Statements">The statements that were sent, without values.</param>
/// <param name="Unplanned">Statements that have no plan, such as a REFRESH.</param>
internal sealed record GradedCost(
    long Commands, long RowsRead, long Buffers, long RowsTouched, long RowsLocked, IReadOnlyList<string> Statements,
    IReadOnlyList<string> Unplanned)
{
    public static GradedCost Of(JsonElement vitals, JsonElement? plans)
    {
        var (buffers, touched, locked) = (0L, 0L, 0L);
        var unplanned = new List<string>();
        foreach (var plan in plans is { } p ? p.GetProperty("plans").EnumerateArray().ToArray() : [])
        {
            var count = plan.GetProperty("count").GetInt64();
            if (plan.GetProperty("root") is not { ValueKind: JsonValueKind.Object } root)
            {
                unplanned.Add(plan.GetProperty("sql").GetString()!);
                continue;
            }

            buffers += count * plan.GetProperty("buffers").GetInt64();
            touched += count * Touched(root);
            locked = Math.Max(locked, count * plan.GetProperty("rowsLocked").GetInt64());
        }

        var statements = vitals.GetProperty("shapes").EnumerateArray().Select(s => s.GetProperty("sql").GetString()!);
        return new(
            vitals.GetProperty("commands").GetInt64(), vitals.GetProperty("rowsRead").GetInt64(), buffers, touched,
            locked, [.. statements], unplanned);
    }

    /// <summary>The rows of the nodes without children, because only those read.</summary>
    private static long Touched(JsonElement node)
    {
        var children = node.GetProperty("children").EnumerateArray().ToArray();
        return children.Length == 0
            ? node.GetProperty("rows").GetInt64() + node.GetProperty("removed").GetInt64()
            : children.Sum(Touched);
    }
}
