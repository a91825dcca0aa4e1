namespace PyConDemo.Checklist.Plans;

/// <summary>What the checklist knows about a statement's plan.</summary>
/// <param name="Estimate">Null if there is no plan.</param>
/// <param name="WhyNot">What was not seen, as a sentence; null if the estimate covers the whole statement.</param>
/// <param name="Temporary">True if asking again soon may help.</param>
internal sealed record PlanAnswer(PlanEstimate? Estimate, string? WhyNot, bool Temporary = false)
{
    /// <summary>The statement's words show that nothing in it needs a plan.</summary>
    public static readonly PlanAnswer Nothing = new(new PlanEstimate(), WhyNot: null);

    public static readonly PlanAnswer NotYet = No("The statement's plan is not known yet. Send the request again.");

    /// <summary>True if the statement runs others, which nobody sees.</summary>
    public bool HidesStatements { get; init; }

    /// <summary>What else the statement may change, or why this is not known, as a sentence; null if it changes nothing
    /// else.</summary>
    public string? OtherChanges { get; init; }

    /// <summary>Why the numbers of the estimate are not known to be less than a limit; null if they are.</summary>
    public string? WhyUnknown(double limit) => WhyNot ?? Estimate?.Guess?.Why(limit);

    public static PlanAnswer No(string whyNot) => new(Estimate: null, whyNot);

    /// <summary>The answer for a shape that was sent with both answers' values.</summary>
    public static PlanAnswer Worse(PlanAnswer one, PlanAnswer other) => new(
        one.Estimate is null || other.Estimate is null
            ? one.Estimate ?? other.Estimate
            : PlanEstimate.Max(one.Estimate, other.Estimate),
        one.WhyNot ?? other.WhyNot)
    {
        HidesStatements = one.HidesStatements || other.HidesStatements,
    };
}
