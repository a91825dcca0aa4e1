using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Rules;

/// <summary>Kill N+1 with eager loading: one query per row of another query.</summary>
/// <remarks>
/// One read statement sent again and again with different parameters, each in a round trip of its own. Not counted: batches,
/// the same parameters again (retries, polling), and pages of one walk (LIMIT with OFFSET, or after a key). Split queries
/// are different statements by nature.
/// </remarks>
public sealed record NPlusOne : HealthRule
{
    /// <summary>From how many round trips with different parameters it is a finding. Default 5; at most 64.</summary>
    /// <remarks>The usual threshold of Sentry's detector: https://docs.sentry.io/product/issues/issue-details/performance-issues/n-one-queries/.</remarks>
    public int Repeats { get; init; } = 5;

    public override string Slug => HealthRules.NPlusOne;

    internal override RuleResult Check(Evidence evidence)
    {
        var repeated = evidence.Vitals.Shapes.Where(s => s.Shape is { IsQuery: true, IsPage: false } && s.UnbatchedCount >= Repeats).ToList();
        var worst = repeated.Where(s => s.DistinctParameters >= Math.Min(Repeats, Recording.ShapeTotals.MaxDistinctParameters)).MaxBy(s => s.UnbatchedCount);
        if (worst is null) return repeated.Any(s => s.Sample is null) ? HealthyIfSeen(evidence) : Healthy();

        var parent = Parent(evidence.Vitals.Shapes, worst);
        return Broken(new()
        {
            Rule = Slug,
            What = FormattableString.Invariant($"One statement was sent {worst.UnbatchedCount:N0} times with different parameters")
                + (parent is null ? "." : FormattableString.Invariant($", probably once per row of a query that returned {parent.Rows:N0}.")),
            Amount = worst.UnbatchedCount,
            Unit = "commands",
            Statement = worst.Sql,
            Source = worst.Source,
            Parent = parent?.Sql,
            Why = "The request pays a round trip per row, so its latency grows with the data.",
            Fix = "Load them together: `.Include(p => p.Author)` or a projection in EF Core; `WHERE id = ANY(@ids)` or a JOIN in SQL.",
        });
    }

    // The last statement before it with about as many rows: several may share one parent row's value.
    private static StatementShape? Parent(IReadOnlyList<StatementShape> shapes, StatementShape child)
        => shapes.TakeWhile(s => s != child).LastOrDefault(s => s.Rows >= child.DistinctParameters);
}
