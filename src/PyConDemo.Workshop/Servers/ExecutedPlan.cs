namespace PyConDemo.Workshop.Servers;

/// <summary>A plan as the server has executed it. Nested statements, such as those of a function, have their
/// own.</summary>
/// <param name="Session">The server process that ran it.</param>
internal sealed record ExecutedPlan(int Session, string Sql, PlanNode Root)
{
    /// <summary>The nodes that read a table, in the order of the plan.</summary>
    public IEnumerable<PlanNode> Scans => Root.All.Where(node => node.IsScan);

    /// <summary>Rows that were read, also those that were filtered out.</summary>
    public long RowsRead => Scans.Sum(scan => scan.RowsRead);

    public long RowsLocked => Root.All.Where(node => node.Kind == "LockRows").Sum(node => node.Rows);
}

/// <summary>A node of an executed plan. Its rows are those of all its loops.</summary>
/// <param name="Kind">PostgreSQL's name: Index Scan, Sort, LockRows.</param>
/// <param name="Relation">The table or view that the node reads or changes. Null for other nodes.</param>
/// <param name="Removed">Rows that were read and filtered out.</param>
/// <param name="Buffers">Pages of 8 kB that this node and those below it touched.</param>
internal sealed record PlanNode(
    string Kind, string? Relation, long Rows, long Removed, long Buffers, IReadOnlyList<PlanNode> Children)
{
    public IEnumerable<PlanNode> All => Children.SelectMany(child => child.All).Prepend(this);

    /// <summary>True for a node that reads rows of a table. A bitmap's index scan doesn't: the scan above it does.
    /// </summary>
    public bool IsScan => Relation is not null && Kind.EndsWith("Scan", StringComparison.Ordinal);

    public long RowsRead => Rows + Removed;

    /// <exception cref="KeyNotFoundException">This is no plan of auto_explain.</exception>
    public static PlanNode Of(JsonElement node)
    {
        var loops = Number("Actual Loops");
        var removed = node.EnumerateObject()
            .Where(field => field.Name.StartsWith("Rows Removed by", StringComparison.Ordinal))
            .Sum(field => field.Value.GetDouble());
        return new(
            node.GetProperty("Node Type").GetString()!, Text("Relation Name"),
            (long)Math.Round(Number("Actual Rows") * loops), (long)Math.Round(removed * loops),
            (long)(Number("Shared Hit Blocks") + Number("Shared Read Blocks")),
            node.TryGetProperty("Plans", out var plans) ? [.. plans.EnumerateArray().Select(Of)] : []);

        double Number(string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

        string? Text(string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
