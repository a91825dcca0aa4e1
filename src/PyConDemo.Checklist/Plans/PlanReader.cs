using System.Text.Json;

namespace PyConDemo.Checklist.Plans;

/// <summary>Reads the answer of EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON). In the JSON a node's cost
/// includes its children's; in the result it does not.</summary>
internal sealed class PlanReader
{
    private static readonly string[] ShownDetails =
    [
        "Subplan Name", "Operation", "Join Type", "Strategy", "Index Name", "Index Cond", "Recheck Cond", "Hash Cond",
        "Merge Cond", "Join Filter", "Filter", "Sort Key", "Presorted Key", "Sort Method", "Group Key", "Heap Fetches",
        "Workers Launched",
    ];

    private readonly Dictionary<string, Cost> _ctes = [];

    /// <exception cref="NotSupportedException">EXPLAIN accepted the statement, but its answer has no plan.</exception>
    public static QueryPlan Read(string json)
    {
        using var document = PlanJson.Parse(json);
        var answer = document.RootElement.EnumerateArray().FirstOrDefault();
        if (answer.ValueKind != JsonValueKind.Object)
            throw new NotSupportedException("A rule of its table replaces the statement, so it has no plan.");
        var plan = answer.GetProperty("Plan");
        var reader = new PlanReader();
        reader.FindCtes(plan, workers: 1);
        var root = reader.ReadNode(plan, workers: 1).WithCostliest();
        return new(root, Cost.Of(plan, workers: 1).Buffers, Math.Round(Number(answer, "Execution Time"), 3));
    }

    private PlanNode ReadNode(JsonElement node, int workers)
    {
        var workersBelow = WorkersBelow(node, workers);
        var children = Children(node);
        var type = Text(node, "Node Type")!;
        // PostgreSQL lists a CTE where it is defined and adds its cost to the node that reads it.
        var own = children.Where(child => !IsCte(child, out _)).Aggregate(
            Cost.Of(node, workers) - (type == "CTE Scan" ? _ctes.GetValueOrDefault(Text(node, "CTE Name")!) : default),
            (cost, child) => cost - Cost.Of(child, workersBelow));
        var nodes = children.Select(child => ReadNode(child, workersBelow)).ToList();
        var rows = Total(node, "Actual Rows");

        return new(
            type,
            Text(node, "Relation Name") ?? Text(node, "CTE Name") ?? Text(node, "Function Name")
                ?? Text(node, "Index Name"),
            rows,
            Whole(node, "Actual Loops"),
            Math.Max(0, own.Buffers),
            Math.Round(Math.Max(0, own.Milliseconds), 3),
            type == "Limit" ? nodes[0].Rows - rows : Total(node, "Rows Removed by Filter")
                + Total(node, "Rows Removed by Join Filter") + Total(node, "Rows Removed by Index Recheck"),
            [.. ShownDetails.Select(name => Detail(node, name)).OfType<string>()],
            Costliest: false,
            nodes);
    }

    private static string? Detail(JsonElement node, string name)
        => node.TryGetProperty(name, out _) ? $"{name}: {Text(node, name)}" : null;

    private void FindCtes(JsonElement node, int workers)
    {
        if (IsCte(node, out var name)) _ctes[name] = Cost.Of(node, workers);
        foreach (var child in Children(node)) FindCtes(child, WorkersBelow(node, workers));
    }

    private static bool IsCte(JsonElement node, out string name)
    {
        var subplan = Text(node, "Subplan Name") ?? "";
        name = subplan.Replace("CTE ", "", StringComparison.Ordinal);
        return name != subplan;
    }

    // The leader process works too.
    private static int WorkersBelow(JsonElement node, int workers)
        => node.TryGetProperty("Workers Launched", out var launched) ? launched.GetInt32() + 1 : workers;

    private static JsonElement[] Children(JsonElement node)
        => node.TryGetProperty("Plans", out var plans) ? [.. plans.EnumerateArray()] : [];

    // EXPLAIN reports the mean of a node's loops.
    private static long Total(JsonElement node, string mean)
        => (long)Math.Round(Number(node, mean) * Whole(node, "Actual Loops"));

    private static double Number(JsonElement node, string name)
        => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static long Whole(JsonElement node, string name)
        => node.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static string? Text(JsonElement node, string name)
    {
        if (!node.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray()) : value.ToString();
    }

    /// <summary>What a node cost in all its loops, including everything below it.</summary>
    private readonly record struct Cost(long Buffers, double Milliseconds)
    {
        // EXPLAIN adds up the times of parallel processes, although they passed at the same time.
        public static Cost Of(JsonElement node, int workers) => new(
            Whole(node, "Shared Hit Blocks") + Whole(node, "Shared Read Blocks"),
            Number(node, "Actual Total Time") * Whole(node, "Actual Loops") / workers);

        public static Cost operator -(Cost all, Cost part)
            => new(all.Buffers - part.Buffers, all.Milliseconds - part.Milliseconds);
    }
}
