namespace PyConDemo.Checklist.Rules;

/// <summary>Replace N+1 queries, one query per row of another query, with eager loading.</summary>
/// <remarks>The rule looks for one reading statement that is sent repeatedly with different parameters, each time in a
/// round trip of its own. It does not count batches, repeated parameters (retries, polling), or pages (LIMIT with
/// OFFSET or after a key). EF Core's split queries are different statements, so they don't count either.</remarks>
public sealed record NPlusOne() : HealthRule(HealthRules.NPlusOne)
{
    /// <summary>A finding is a statement with this many different parameters. Default 5; at most 64.</summary>
    /// <remarks>Sentry's detector has the same default:
    /// https://docs.sentry.io/product/issues/issue-details/performance-issues/n-one-queries/.</remarks>
    public int Repeats { get; init; } = 5;

    internal override RuleResult Check(Evidence evidence)
    {
        var repeated = evidence.Vitals.Shapes
            .Where(s => s.Shape is { IsQuery: true, IsPage: false } && s.UnbatchedCount >= Repeats)
            .ToList();
        var distinct = Math.Min(Repeats, StatementShape.MaxDistinctParameters);
        var worst = repeated.Where(s => s.DistinctParameters >= distinct).MaxBy(s => s.UnbatchedCount);
        if (worst is null) return repeated.Any(s => s.Sample is null) ? HealthyIfSeen(evidence) : Healthy();

        var parent = Parent(evidence.Vitals.Shapes, worst);
        var perRow = parent is null ? "" : FormattableString.Invariant(
            $", probably once per row of a query that returned {parent.Rows:N0}");
        return Broken(
            worst.UnbatchedCount, "commands",
            $"One statement was sent {worst.UnbatchedCount:N0} times with different parameters{perRow}.",
            why: "The request makes a round trip per row, so its latency grows with the data.",
            fix: "Load the rows together: `.Include(p => p.Author)` or a projection in EF Core; "
                + "`WHERE id = ANY(@ids)` or a JOIN in SQL.",
            worst, parent);
    }

    // The last earlier statement with at least as many rows. Several parent rows can have the same value.
    private static StatementShape? Parent(IReadOnlyList<StatementShape> shapes, StatementShape child)
        => shapes.TakeWhile(s => s != child).LastOrDefault(s => s.Rows >= child.DistinctParameters);
}
