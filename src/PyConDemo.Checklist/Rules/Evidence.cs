namespace PyConDemo.Checklist.Rules;

/// <summary>All that the rules may look at.</summary>
/// <param name="Request">Null outside a request.</param>
/// <param name="Plan">Finds a shape's plan; null if it is not known yet.</param>
internal sealed record Evidence(SqlVitals Vitals, RequestFacts? Request, Func<StatementShape, PlanEstimate?> Plan);

/// <summary>What is known about a request besides its SQL.</summary>
internal sealed record RequestFacts(string Method, bool AcceptsCompression)
{
    /// <summary>Until the body was sent, this request counts as the route's only one.</summary>
    public RouteHistory History { get; init; } = new(default, AggregatedShare: 1);

    /// <summary>Null until the body was sent.</summary>
    public BodyFacts? Body { get; init; }
}
