namespace PyConDemo.Checklist.Rules;

/// <summary>Cache or precompute heavy statistics: a request should not aggregate many rows each time.</summary>
/// <remarks>It judges the statements that only read, of requests with any method. The number of rows comes from the
/// statement's plan (EXPLAIN without ANALYZE, in the background, again after a minute), so it is an estimate from the
/// table's statistics. Requests that fill a cache now and then keep the rule.</remarks>
public sealed record HotAggregations() : HealthRule(HealthRules.HotAggregations)
{
    // With fewer, it can be the filling of a cache.
    private const int Habit = 3;

    /// <summary>An aggregate is a finding if its plan reads this many rows or more. Default 10,000.</summary>
    /// <remarks>A count reads every row that it counts (https://wiki.postgresql.org/wiki/Slow_Counting). Ten thousand
    /// rows take about a millisecond, as long as the rest of a small request. With more rows, the aggregate is most of
    /// the route's cost.</remarks>
    public double Rows { get; init; } = 10_000;

    /// <summary>The number of the route's requests that a finding needs. 1 to 20, default 5.</summary>
    /// <remarks>Three of the route's latest twenty requests must have aggregated so many rows, or all if this is less
    /// than three: the first request may only have filled a cache.</remarks>
    public int Requests { get; init; } = 5;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("The rule applies to requests only.");
        var answers = evidence.Vitals.Shapes.Select(s => (Shape: s, Plan: evidence.Plan(s))).ToList();
        var (shape, plan) = answers.OrderByDescending(a => a.Plan.Estimate?.AggregatedRows).FirstOrDefault();
        if (plan is not null && IsHeavy(plan)) return Judge(request.History.Aggregates, shape, plan.Estimate!);
        var whyNot = answers.Select(a => WhyNot(a.Plan)).FirstOrDefault(reason => reason is not null);
        return whyNot is null ? Healthy() : NotSeen(whyNot);
    }

    internal bool IsHeavy(PlanAnswer plan) => plan.Estimate?.AggregatedRows >= Rows;

    private string? WhyNot(PlanAnswer plan)
        => plan.Estimate?.AggregatedRows > 0 ? plan.WhyUnknown(Rows) : plan.WhyNot;

    private RuleResult Judge(RecentAggregates recent, StatementShape shape, PlanEstimate plan)
    {
        var needed = Math.Clamp(Requests, 1, RecentAggregates.Capacity);
        if (recent.Requests < needed)
        {
            return NotSeen(string.Create(CultureInfo.InvariantCulture,
                $"Seen: {recent.Requests} of {needed} requests, {recent.Aggregated} of them aggregated {Rows:N0} rows "
                    + $"or more. Send more requests: the first one may only have filled a cache."));
        }

        if (recent.Aggregated < Math.Min(Habit, needed)) return Healthy();
        var (rows, habit) = (plan.AggregatedRows, $"on {recent.Aggregated} of {recent.Requests} requests");
        return Broken(
            rows, "rows", $"An aggregate reads about {rows:N0} rows, {habit}.",
            why: "Its cost grows with the table, and every such request pays it.",
            fix: "Precompute it: `CREATE MATERIALIZED VIEW …`, and `REFRESH MATERIALIZED VIEW CONCURRENTLY …` in the "
                + "background. Or cache it: `HybridCache` (Microsoft.Extensions.Caching.Hybrid). If its filter keeps "
                + "few of these rows, create an index for the filter.",
            shape);
    }
}
