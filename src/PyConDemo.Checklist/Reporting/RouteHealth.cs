namespace PyConDemo.Checklist.Reporting;

/// <summary>The rules' results for one route: the worst evidence of its measured requests.</summary>
public sealed record RouteHealth
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The route's name, such as `/orders/{id}`.</summary>
    public required string Route { get; init; }

    /// <summary>The number of its measured requests.</summary>
    public required long Requests { get; init; }

    /// <summary>One result per rule, in the checklist's order.</summary>
    public required IReadOnlyList<RuleResult> Rules { get; init; }

    /// <summary>What several of its latest requests showed beside the rules: the worst of each kind.</summary>
    public IReadOnlyList<Observation> Observations { get; init; } = [];
}
