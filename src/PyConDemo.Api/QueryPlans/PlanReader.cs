using System.Text.Json;

namespace PyConDemo.Api.QueryPlans;

/// <summary>Reads EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON), whose costs include the children's, into nodes with costs of their own.</summary>
public sealed class PlanReader
{
    private static readonly string[] Shown =
    [
        "Subplan Name", "Operation", "Join Type", "Strategy", "Index Name", "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond",
        "Join Filter", "Filter", "Sort Key", "Presorted Key", "Sort Method", "Group Key", "Heap Fetches", "Workers Launched",
    ];

    private readonly Dictionary<string, PlanCost> _ctes = [];

    /// <summary>The plan of one statement, which was sent <paramref name="count"/> times.</summary>
    public static StatementPlan Read(string sql, long count, string json)
    {
        using var document = JsonDocument.Parse(json);
        var answer = document.RootElement[0];
        var plan = answer.GetProperty("Plan");
        var reader = new PlanReader();
        reader.FindCtes(plan, workers: 1);
        var root = reader.Node(plan, workers: 1).WithCostliest();
        return new(
            sql,
            count,
            root.Rows,
            PlanCost.Of(plan, workers: 1).Buffers,
            Math.Round(answer.GetProperty("Execution Time").GetDouble(), 3),
            root.All().Where(node => node.Node == "LockRows").Sum(node => node.Rows),
            Error: null,
            root);
    }

    private PlanNode Node(JsonElement node, int workers)
    {
        var below = WorkersBelow(node, workers);
        var children = Children(node);
        var type = Text(node, "Node Type")!;
        // A CTE is listed where it is defined, and paid for where it is read: its reader includes its cost.
        var own = children.Where(child => !IsCte(child, out _)).Aggregate(
            PlanCost.Of(node, workers) - (type == "CTE Scan" ? _ctes.GetValueOrDefault(Text(node, "CTE Name")!) : default),
            (cost, child) => cost - PlanCost.Of(child, below));
        var nodes = children.Select(child => Node(child, below)).ToList();
        var rows = Total(node, "Actual Rows");

        return new(
            type,
            Text(node, "Relation Name") ?? Text(node, "CTE Name") ?? Text(node, "Function Name") ?? Text(node, "Index Name"),
            rows,
            node.GetProperty("Actual Loops").GetInt64(),
            Math.Max(0, own.Buffers),
            Math.Round(Math.Max(0, own.Milliseconds), 3),
            type == "Limit" ? nodes[0].Rows - rows : Total(node, "Rows Removed by Filter")
                + Total(node, "Rows Removed by Join Filter") + Total(node, "Rows Removed by Index Recheck"),
            [.. Shown.Where(name => node.TryGetProperty(name, out _)).Select(name => $"{name}: {Text(node, name)}")],
            Costliest: false,
            nodes);
    }

    private void FindCtes(JsonElement node, int workers)
    {
        if (IsCte(node, out var name)) _ctes[name] = PlanCost.Of(node, workers);

        foreach (var child in Children(node))
        {
            FindCtes(child, WorkersBelow(node, workers));
        }
    }

    private static bool IsCte(JsonElement node, out string name)
    {
        var subplan = Text(node, "Subplan Name") ?? "";
        name = subplan.Replace("CTE ", "", StringComparison.Ordinal);
        return name != subplan;
    }

    // The leader works too.
    private static int WorkersBelow(JsonElement node, int workers)
        => node.TryGetProperty("Workers Launched", out var launched) ? launched.GetInt32() + 1 : workers;

    private static JsonElement[] Children(JsonElement node)
        => node.TryGetProperty("Plans", out var plans) ? [.. plans.EnumerateArray()] : [];

    // EXPLAIN tells means over the loops.
    private static long Total(JsonElement node, string mean)
        => node.TryGetProperty(mean, out var rows) ? (long)Math.Round(rows.GetDouble() * node.GetProperty("Actual Loops").GetInt64()) : 0;

    private static string? Text(JsonElement node, string name) => !node.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray()) : value.ToString();
}
