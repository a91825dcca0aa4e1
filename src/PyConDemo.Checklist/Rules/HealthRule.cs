namespace PyConDemo.Checklist.Rules;

/// <summary>One line of the checklist with its thresholds. Immutable: change one by `with`.</summary>
public abstract record HealthRule
{
    /// <summary>The slug, one of <see cref="HealthRules"/>.</summary>
    public abstract string Slug { get; }

    internal abstract RuleResult Check(Evidence evidence);

    private protected RuleResult Healthy() => new(Slug, HealthState.Healthy);

    private protected RuleResult NotSeen(string note) => new(Slug, HealthState.NotSeen, Note: note);

    private protected RuleResult Broken(Finding finding) => new(Slug, HealthState.Unhealthy, finding);

    // What it takes to say "healthy" of rows and parameters.
    private protected RuleResult HealthyIfSeen(Evidence evidence) => evidence.Vitals.Unseen == 0
        ? Healthy() : NotSeen("Rows and parameters are not seen: call UseServerHealthChecklist() on the data source's builder.");
}
