namespace PyConDemo.Checklist.Rules;

/// <summary>Cache or precompute heavy statistics: a GET should not aggregate many rows each time.</summary>
/// <remarks>The number of rows comes from the statement's plan (EXPLAIN without ANALYZE, once per shape, in the
/// background), so it is an estimate from the table's statistics. If most of the route's requests send no aggregate,
/// the result is already cached and the rule is kept.</remarks>
public sealed record HotAggregations() : HealthRule(HealthRules.HotAggregations)
{
    /// <summary>An aggregate is a finding if its plan reads this many rows or more. Default 10,000.</summary>
    /// <remarks>A count reads every row that it counts (https://wiki.postgresql.org/wiki/Slow_Counting). Ten thousand
    /// rows take about a millisecond, as long as the rest of a small request. With more rows, the aggregate is most of
    /// the route's cost.</remarks>
    public double Rows { get; init; } = 10_000;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("The rule applies to requests only.");
        if (request.Method is not ("GET" or "HEAD")) return Healthy(); // a write may need exact numbers
        var aggregates = evidence.Vitals.Shapes.Where(s => s.Shape.Aggregates).ToList();
        if (aggregates.Count == 0) return Healthy();
        if (aggregates.All(s => s.Sample is null)) return HealthyIfSeen(evidence);

        var explained = aggregates.Select(s => (Shape: s, Plan: evidence.Plan(s))).ToList();
        var (worst, plan) = explained.MaxBy(e => e.Plan?.AggregatedRows ?? -1);
        if (plan is null || plan.AggregatedRows < Rows)
            return explained.Any(e => e.Plan is null) ? NotSeen(PlanMissing) : Healthy();
        if (request.History.AggregatedShare <= 0.5) return Healthy();
        return Broken(
            plan.AggregatedRows, "rows", $"An aggregate reads about {plan.AggregatedRows:N0} rows on every request.",
            why: "Its cost grows with the table, and every page view pays it, although the result hardly changes.",
            fix: "Precompute it: `CREATE MATERIALIZED VIEW …`, and `REFRESH MATERIALIZED VIEW CONCURRENTLY …` in the "
                + "background; or cache it with HybridCache.",
            worst);
    }
}
