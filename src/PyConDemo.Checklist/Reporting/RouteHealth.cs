using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Reporting;

/// <summary>What the six rules say about one route: the worst evidence of all its measured requests.</summary>
public sealed record RouteHealth
{
    public required string Method { get; init; }

    /// <summary>The route's pattern.</summary>
    public required string Route { get; init; }

    /// <summary>How many of its requests were measured.</summary>
    public required long Requests { get; init; }

    /// <summary>One result per rule, in the checklist's order.</summary>
    public required IReadOnlyList<RuleResult> Rules { get; init; }
}
