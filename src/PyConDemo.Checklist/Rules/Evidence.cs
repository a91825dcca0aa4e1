using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Rules;

/// <summary>All that the rules may look at: a request's or a measurement's vitals, and for a request what else is known.</summary>
internal sealed record Evidence
{
    public required SqlVitals Vitals { get; init; }

    /// <summary>Null outside a request.</summary>
    public RequestFacts? Request { get; init; }

    /// <summary>A shape's plan, when it has been explained by now.</summary>
    public Func<StatementShape, PlanFacts?> Plan { get; init; } = _ => null;
}
