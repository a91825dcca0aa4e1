using System.Text.Json;

namespace PyConDemo.Checklist.Plans;

/// <summary>One node of a plan that was made but not run, from EXPLAIN (VERBOSE, FORMAT JSON).</summary>
internal sealed class PlannedNode
{
    private readonly JsonElement _json;

    private PlannedNode(JsonElement json)
    {
        _json = json;
        Children = json.TryGetProperty("Plans", out var plans)
            ? [.. plans.EnumerateArray().Select(plan => new PlannedNode(plan))]
            : [];
        // The nodes below a bitmap scan find places, and the scan reads the rows there.
        Inputs = Type == "Bitmap Heap Scan" ? [] : [.. Children.Where(c => !c.IsSubplan)];
    }

    public string Type => Text("Node Type")!;

    /// <summary>The rows that one run returns.</summary>
    public double Rows => Number("Plan Rows");

    public IReadOnlyList<PlannedNode> Children { get; }

    /// <summary>The children without InitPlans and SubPlans.</summary>
    public IReadOnlyList<PlannedNode> Inputs { get; }

    /// <summary>An InitPlan, a SubPlan or a CTE.</summary>
    public bool IsSubplan => Text("Parent Relationship") is "InitPlan" or "SubPlan";

    /// <summary>The name of the CTE that this node computes; null if it computes none.</summary>
    public string? Cte => Text("Subplan Name") is { } name && name.StartsWith("CTE ", StringComparison.Ordinal)
        ? name["CTE ".Length..]
        : null;

    /// <summary>The share of its input that a Limit reads.</summary>
    // The planner adds the costs of InitPlans to the limit's.
    public double LimitShare => InputCost > 0 && Children.Count == 1
        ? Math.Clamp((Number("Total Cost") - Inputs[0].Number("Startup Cost")) / InputCost, 0, 1)
        : Math.Min(1, Rows / Math.Max(1, Inputs[0].Rows));

    /// <summary>The share of its input that a Limit discards because of OFFSET.</summary>
    // The planner gives the limit a startup cost for it.
    public double SkippedShare => Type == "Limit" && InputCost > 0 && Children.Count == 1
        ? Math.Clamp((Number("Startup Cost") - Inputs[0].Number("Startup Cost")) / InputCost, 0, 1)
        : 0;

    private double InputCost => Inputs[0].Number("Total Cost") - Inputs[0].Number("Startup Cost");

    /// <summary>The largest share of an input that the node can read: it costs at least as much as what it reads. A
    /// merge join stops where one input ends.</summary>
    public double CostShare(PlannedNode input)
        => Math.Min(1, Number("Total Cost") / Math.Max(0.01, input.Number("Total Cost")));

    public static PlannedNode Read(string json)
    {
        using var document = PlanJson.Parse(json);
        return new(document.RootElement[0].GetProperty("Plan").Clone());
    }

    public IEnumerable<PlannedNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>A property's text; the items of a list are separated by commas. Null if there is none.</summary>
    public string? Text(string name)
    {
        if (!_json.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray()) : value.ToString();
    }

    /// <summary>True if one of its own conditions or results contains the text.</summary>
    public bool Mentions(string text) => _json.EnumerateObject()
        .Any(p => p.Name != "Plans" && Text(p.Name)!.Contains(text, StringComparison.Ordinal));

    private double Number(string name) => _json.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
