namespace PyConDemo.Checklist.Rules;

/// <summary>Keyset, not OFFSET: the rows before the page are computed and thrown away.</summary>
public sealed record OffsetPagination : HealthRule
{
    /// <summary>Rows thrown away in one request from which it is a finding. Default 1,000.</summary>
    /// <remarks>
    /// PostgreSQL computes every row that OFFSET skips (https://www.postgresql.org/docs/current/queries-limit.html). A thousand
    /// narrow rows are about ten 8 KB pages, read in well under a millisecond; pages that people turn by hand stay below.
    /// </remarks>
    public long Rows { get; init; } = 1_000;

    public override string Slug => HealthRules.OffsetPagination;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Vitals.Shapes.MaxBy(s => s.RowsDiscarded) is not { } worst || worst.RowsDiscarded < Rows)
            return evidence.Vitals.Shapes.Any(s => s.Shape.HasOffset && s.Sample is null) ? HealthyIfSeen(evidence) : Healthy();
        return Broken(new()
        {
            Rule = Slug,
            What = FormattableString.Invariant($"OFFSET threw away {worst.RowsDiscarded:N0} rows to return {worst.Rows:N0}."),
            Amount = worst.RowsDiscarded,
            Unit = "rows",
            Statement = worst.Sql,
            Source = worst.Source,
            Why = "The cost grows with the page number: the server computes every skipped row, for each visitor of a deep page.",
            Fix = "Continue after the last row seen: `WHERE (created_at, id) < (@created_at, @id) ORDER BY created_at DESC, id DESC LIMIT 50`, over an index on both.",
        });
    }
}
