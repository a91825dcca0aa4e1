namespace PyConDemo.Checklist.Rules;

/// <summary>Use keyset pagination: with OFFSET, PostgreSQL computes the rows before the page and drops them.</summary>
/// <remarks>A lower bound of ROW_NUMBER() and MOVE skip rows in the same way. The rule reads the number from the
/// statement and its parameters. A page past the end has no rows, so the query plan tells how many were computed.
/// </remarks>
public sealed record OffsetPagination() : HealthRule(HealthRules.OffsetPagination)
{
    /// <summary>A statement is a finding if it discards this many rows or more in one request. Default 1,000.</summary>
    /// <remarks>PostgreSQL computes every row that OFFSET skips
    /// (https://www.postgresql.org/docs/current/queries-limit.html). A thousand narrow rows are about ten 8 kB pages,
    /// which take well under a millisecond. People rarely turn pages further than that.</remarks>
    public long Rows { get; init; } = 1_000;

    internal override RuleResult Check(Evidence evidence)
    {
        var paged = evidence.Vitals.Shapes.Where(s => s.Shape.SkipsRows || s.IsFurther).ToList();
        var worst = paged.MaxBy(s => Discarded(s, evidence));
        if (worst is null || Discarded(worst, evidence) is var rows && rows < Rows)
        {
            if (paged.Exists(s => s.HasUnreadSkip))
            {
                return NotSeen("The number of skipped rows can't be read: the statement computes it in a way that the "
                    + "checklist does not know.");
            }
            var hidden = paged.Where(s => s.MaxSkippedToNothing >= Rows).Select(s => evidence.Plan(s));
            return hidden.Select(p => p.WhyUnknown(Rows)).FirstOrDefault(w => w is not null) is { } whyNot
                ? NotSeen(whyNot)
                : HealthyIfSeen(paged);
        }
        return Broken(
            rows, "rows",
            worst.RowsDiscarded == rows
                ? (FormattableString)$"OFFSET discarded {rows:N0} rows to return {worst.Rows:N0}."
                : $"The page is past the end: OFFSET discarded all rows, about {rows:N0}.",
            why: "The cost grows with the page number, because the server computes every skipped row.",
            fix: "Continue after the last row of the previous page: `WHERE (created_at, id) < (@created_at, @id) "
                + "ORDER BY created_at DESC, id DESC LIMIT 50`, with an index on both columns.",
            worst);
    }

    // Past the end, PostgreSQL computes as many rows as there are. Only the plan knows how many these are.
    private long Discarded(StatementShape shape, Evidence evidence) => shape.MaxSkippedToNothing < Rows
        ? shape.RowsDiscarded
        : Math.Max(shape.RowsDiscarded, (long)(evidence.Plan(shape).Estimate?.RowsBeforePage ?? 0));
}
