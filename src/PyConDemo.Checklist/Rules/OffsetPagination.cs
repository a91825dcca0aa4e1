namespace PyConDemo.Checklist.Rules;

/// <summary>Use keyset pagination: with OFFSET, PostgreSQL computes the rows before the page and drops them.</summary>
public sealed record OffsetPagination() : HealthRule(HealthRules.OffsetPagination)
{
    /// <summary>A statement is a finding if it discards this many rows or more in one request. Default 1,000.</summary>
    /// <remarks>PostgreSQL computes every row that OFFSET skips
    /// (https://www.postgresql.org/docs/current/queries-limit.html). A thousand narrow rows are about ten 8 kB pages,
    /// which take well under a millisecond. People rarely turn pages further than that.</remarks>
    public long Rows { get; init; } = 1_000;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Vitals.Shapes.MaxBy(s => s.RowsDiscarded) is not { } worst || worst.RowsDiscarded < Rows)
        {
            var unseen = evidence.Vitals.Shapes.Any(s => s.Shape.HasOffset && s.Sample is null);
            return unseen ? HealthyIfSeen(evidence) : Healthy();
        }

        return Broken(
            worst.RowsDiscarded, "rows", $"OFFSET discarded {worst.RowsDiscarded:N0} rows to return {worst.Rows:N0}.",
            why: "The cost grows with the page number, because the server computes every skipped row.",
            fix: "Continue after the last row of the previous page: `WHERE (created_at, id) < (@created_at, @id) "
                + "ORDER BY created_at DESC, id DESC LIMIT 50`, with an index on both columns.",
            worst);
    }
}
