using System.Text.Json;

namespace PyConDemo.Api.QueryPlans;

/// <summary>What a node of a plan cost in all its loops, with everything below it.</summary>
internal readonly record struct PlanCost(long Buffers, double Milliseconds)
{
    /// <param name="node">Of EXPLAIN's JSON.</param>
    /// <param name="workers">Processes that ran it side by side: their times are added up there, and they passed together.</param>
    public static PlanCost Of(JsonElement node, int workers) => new(
        node.GetProperty("Shared Hit Blocks").GetInt64() + node.GetProperty("Shared Read Blocks").GetInt64(),
        node.GetProperty("Actual Total Time").GetDouble() * node.GetProperty("Actual Loops").GetInt64() / workers);

    public static PlanCost operator -(PlanCost all, PlanCost part) => new(all.Buffers - part.Buffers, all.Milliseconds - part.Milliseconds);
}
