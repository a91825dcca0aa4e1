namespace PyConDemo.Checklist.Rules;

/// <summary>One rule of the checklist with its thresholds. Immutable: change a threshold with `with`.</summary>
public abstract record HealthRule
{
    private protected HealthRule(string slug) => Slug = slug;

    /// <summary>The slug, one of <see cref="HealthRules"/>.</summary>
    public string Slug { get; }

    internal abstract RuleResult Check(Evidence evidence);

    private protected RuleResult Healthy() => new(Slug, HealthState.Healthy);

    private protected RuleResult NotSeen(string note) => new(Slug, HealthState.NotSeen, Note: note);

    /// <param name="statement">The statement that is the cause; null if it is not a single one.</param>
    /// <param name="parent">The statement whose rows the code probably looped over.</param>
    private protected RuleResult Broken(
        double amount, string unit, FormattableString what, string why, string fix, StatementShape? statement = null,
        StatementShape? parent = null) => new(Slug, HealthState.Unhealthy, new()
        {
            Rule = Slug,
            What = FormattableString.Invariant(what),
            Amount = amount,
            Unit = unit,
            Statement = statement?.Sql,
            Comment = statement?.Comment,
            Source = statement?.Source,
            Parent = parent?.Sql,
            Why = why,
            Fix = fix,
        });

    /// <summary>Healthy if the rows and parameters of these statements were seen; otherwise not seen.</summary>
    private protected RuleResult HealthyIfSeen(IEnumerable<StatementShape> suspects)
        => suspects.Select(s => s.WhyUnseen).FirstOrDefault(why => why is not null) is { } reason
            ? NotSeen(reason)
            : Healthy();
}

/// <summary>The six rules with their thresholds, and those of the observations beside them.</summary>
public sealed record RuleSet
{
    public LongRequests LongRequests { get; set; } = new();
    public OffsetPagination OffsetPagination { get; set; } = new();
    public NPlusOne NPlusOne { get; set; } = new();
    public HotAggregations HotAggregations { get; set; } = new();
    public FatPayloads FatPayloads { get; set; } = new();
    public RowLocking RowLocking { get; set; } = new();

    /// <summary>Not a rule: see <see cref="Observation"/>.</summary>
    public Observations Observations { get; set; } = new();

    internal IEnumerable<HealthRule> All
        => [LongRequests, OffsetPagination, NPlusOne, HotAggregations, FatPayloads, RowLocking];
}

/// <summary>The six rules' slugs, in the checklist's order.</summary>
public static class HealthRules
{
    /// <summary>Offload long work.</summary>
    public const string LongRequests = "long-requests";

    /// <summary>Use keyset pagination, not OFFSET.</summary>
    public const string OffsetPagination = "offset-pagination";

    /// <summary>Replace N+1 queries with eager loading.</summary>
    public const string NPlusOne = "n-plus-one";

    /// <summary>Cache or precompute heavy statistics.</summary>
    public const string HotAggregations = "hot-aggregations";

    /// <summary>Trim payloads.</summary>
    public const string FatPayloads = "fat-payloads";

    /// <summary>Don't lock many rows at once.</summary>
    public const string RowLocking = "row-locking";

    /// <summary>All slugs.</summary>
    public static IReadOnlyList<string> All { get; } =
        [LongRequests, OffsetPagination, NPlusOne, HotAggregations, FatPayloads, RowLocking];
}
