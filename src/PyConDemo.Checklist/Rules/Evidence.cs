namespace PyConDemo.Checklist.Rules;

/// <summary>All that the rules may look at.</summary>
/// <param name="Request">Null outside a request.</param>
/// <param name="Plan">What is known about a shape's plan.</param>
internal sealed record Evidence(SqlVitals Vitals, RequestFacts? Request, Func<StatementShape, PlanAnswer> Plan);

/// <summary>What is known about a request besides its SQL.</summary>
internal sealed record RequestFacts(string Method, bool AcceptsCompression)
{
    /// <summary>Empty until the body was sent.</summary>
    public RouteHistory History { get; init; }

    /// <summary>Null until the body was sent.</summary>
    public BodyFacts? Body { get; init; }
}
