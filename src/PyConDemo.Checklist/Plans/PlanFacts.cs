using System.Text.Json;

namespace PyConDemo.Checklist.Plans;

/// <summary>What the rules want from a plan: the planner's estimates.</summary>
/// <param name="AggregatedRows">The rows that are read for the largest aggregate, those included that a filter throws away.</param>
/// <param name="LockedRows">The rows that are locked.</param>
internal sealed record PlanFacts(double AggregatedRows, double LockedRows)
{
    /// <summary>Reads the answer of EXPLAIN (FORMAT JSON).</summary>
    /// <param name="json">The plan.</param>
    /// <param name="tableRows">The rows of a table (schema, name): a sequential scan reads them all, whatever its filter leaves.</param>
    public static PlanFacts Of(string json, Func<string, string, double> tableRows)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = new List<JsonElement>();
        Collect(document.RootElement[0].GetProperty("Plan"), nodes);
        return new(
            nodes.Where(n => Type(n) is "Aggregate" or "Group" or "Unique").Select(Read).DefaultIfEmpty().Max(),
            nodes.Where(n => Type(n) == "LockRows").Select(Rows).DefaultIfEmpty().Max());

        double Read(JsonElement node)
        {
            var below = Children(node);
            if (Type(node) == "Seq Scan" && node.TryGetProperty("Relation Name", out var table))
                return Math.Max(Rows(node), tableRows(node.GetProperty("Schema").GetString()!, table.GetString()!));
            if (below.Count == 0) return Rows(node);
            // A limit straight above a scan stops it; above a sort or an aggregate it comes too late.
            return Type(node) == "Limit" && below.All(c => Children(c).Count == 0) ? Rows(node) : below.Max(Read);
        }
    }

    private static void Collect(JsonElement node, List<JsonElement> nodes)
    {
        nodes.Add(node);
        foreach (var child in Children(node)) Collect(child, nodes);
    }

    private static string? Type(JsonElement node) => node.GetProperty("Node Type").GetString();
    private static double Rows(JsonElement node) => node.GetProperty("Plan Rows").GetDouble();
    private static List<JsonElement> Children(JsonElement node) => node.TryGetProperty("Plans", out var plans) ? [.. plans.EnumerateArray()] : [];
}
