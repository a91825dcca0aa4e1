namespace PyConDemo.Checklist.Rules;

/// <summary>Cache or precompute heavy statistics: a GET should not count many rows each time.</summary>
/// <remarks>
/// Confirmed by the statement's plan: EXPLAIN without ANALYZE, once per shape, in the background, so it is an estimate from
/// the table's statistics. Not a finding when most of the route's requests did without it: then it is cached already.
/// </remarks>
public sealed record HotAggregations : HealthRule
{
    /// <summary>Rows that the plan reads for an aggregate, from which it is a finding. Default 10,000.</summary>
    /// <remarks>
    /// A count reads every row that it counts (https://wiki.postgresql.org/wiki/Slow_Counting). Ten thousand take about a
    /// millisecond, as much as the rest of a small request: from there on the aggregate is most of the route's cost.
    /// </remarks>
    public double Rows { get; init; } = 10_000;

    public override string Slug => HealthRules.HotAggregations;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("Only requests can be hot.");
        if (request.Method is not ("GET" or "HEAD")) return Healthy(); // a write may count what it needs
        var aggregates = evidence.Vitals.Shapes.Where(s => s.Shape.Aggregates).ToList();
        if (aggregates.Count == 0) return Healthy();
        if (aggregates.All(s => s.Sample is null)) return HealthyIfSeen(evidence);

        var explained = aggregates.Select(s => (Shape: s, Plan: evidence.Plan(s))).ToList();
        var (worst, plan) = explained.MaxBy(e => e.Plan?.AggregatedRows ?? -1);
        if (plan is null || plan.AggregatedRows < Rows)
            return explained.Any(e => e.Plan is null) ? NotSeen("The plan is not known yet, or could not be had.") : Healthy();
        if (request.AggregatedShare <= 0.5) return Healthy();
        return Broken(new()
        {
            Rule = Slug,
            What = FormattableString.Invariant($"An aggregate reads about {plan.AggregatedRows:N0} rows on every view."),
            Amount = plan.AggregatedRows,
            Unit = "rows",
            Statement = worst.Sql,
            Source = worst.Source,
            Why = "Its cost grows with the table and is paid on every page view, though the answer hardly changes between two.",
            Fix = "Precompute it: `CREATE MATERIALIZED VIEW … ; REFRESH MATERIALIZED VIEW CONCURRENTLY …` in the background, or cache it with HybridCache.",
        });
    }
}
