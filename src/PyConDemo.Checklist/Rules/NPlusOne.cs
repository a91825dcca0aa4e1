namespace PyConDemo.Checklist.Rules;

/// <summary>Replace N+1 queries, one statement per row, with one statement for all rows.</summary>
/// <remarks>The rule looks for one statement that a request sends repeatedly, each time in a round trip of its own:
/// reads with different values, and any statement that is sent very often. It does not count statements for many rows
/// (a list of ten values or more, a batch of many, ten changed rows or more), and not the pages of a walk, in which
/// only the key or the OFFSET changes. EF Core's split queries are different statements, so they don't count
/// either.</remarks>
public sealed record NPlusOne() : HealthRule(HealthRules.NPlusOne)
{
    // A loop over statements that change this many rows each handles chunks, not rows.
    private const int ManyRows = 10;

    // Several rows can have the same value, and a program can remember the answers.
    private const int RowsPerCommand = 10;

    /// <summary>A finding is a reading statement with this many different values. Default 5; at most 64.</summary>
    /// <remarks>Sentry's detector has the same default:
    /// https://docs.sentry.io/product/issues/issue-details/performance-issues/n-one-queries/.</remarks>
    public int Repeats { get; init; } = 5;

    /// <summary>A finding is also a statement that is sent this many times, with whatever values, and also one that
    /// writes. Default 20.</summary>
    /// <remarks>Fewer can be retries, polling, or the few rows of a form. Twenty round trips within a data centre take
    /// about ten milliseconds, which is a whole fast request.</remarks>
    public int Duplicates { get; init; } = 20;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request?.Stream is { } stream)
        {
            return NotSeen($"The request is {stream}: it sends as many commands as messages come. Measure one message "
                + "in a test: `checklist.Measure()`.");
        }

        var worst = evidence.Vitals.Shapes.Where(MayRepeat).Where(IsRepeated).MaxBy(s => s.PerRowCount);
        if (worst is not null) return Repeated(evidence, worst);
        return HealthyIfSeen(evidence.Vitals.Shapes.Where(s => s.PerRowCount >= Repeats));
    }

    private static bool MayRepeat(StatementShape shape)
        => (shape.Shape.IsQuery || shape.Shape.WritesRows) && !shape.IsWalk
            && !(shape.Shape.WritesRows && shape.Affected >= ManyRows * shape.Count);

    private bool IsRepeated(StatementShape shape)
    {
        if (shape.PerRowCount >= Duplicates) return shape.WhyUnseen is null || !shape.MayBeForManyRows;
        return shape.Shape is { IsQuery: true, WritesRows: false } && shape.PerRowCount >= Repeats
            && shape.DistinctParameters >= Math.Min(Repeats, StatementShape.MaxDistinctParameters);
    }

    private RuleResult Repeated(Evidence evidence, StatementShape shape)
    {
        var count = shape.PerRowCount;
        if (shape.Shape.WritesRows)
        {
            return Broken(
                shape, $"One statement that writes was sent {count:N0} times, each time for few rows.",
                "Write the rows together: `AddRange` and one `SaveChangesAsync()` in EF Core; a batch, COPY or "
                + "`INSERT … SELECT * FROM unnest(@ids, @names)` in SQL.");
        }
        if (shape.DistinctParameters < Math.Min(Repeats, StatementShape.MaxDistinctParameters) || IsDuplicate(shape))
        {
            return Broken(
                shape, $"One statement was sent {count:N0} times {Values(shape)}.",
                "Ask once and keep the answer in a variable or a dictionary; or load all rows together with "
                + "`WHERE id = ANY(@ids)`.");
        }
        var parent = Parent(evidence.Vitals.Shapes, shape);
        var unit = parent?.Rows < 2 * count ? "row" : "different value";
        var perRow = parent is null ? "" : FormattableString.Invariant(
            $", probably once per {unit} of a query that returned {parent.Rows:N0} rows");
        return Broken(
            shape, $"One statement was sent {count:N0} times with different parameters{perRow}.",
            "Load the rows together: `.Include(p => p.Author)` or a projection in EF Core; "
            + "`WHERE id = ANY(@ids)` or a JOIN in SQL.",
            parent);
    }

    private RuleResult Broken(StatementShape shape, FormattableString what, string fix, StatementShape? parent = null)
        => Broken(
            shape.PerRowCount, "commands", what,
            why: "The request makes a round trip per row, so its latency grows with the data.",
            fix, shape, parent);

    // The code asks for the same few values again and again.
    private static bool IsDuplicate(StatementShape shape)
        => shape.DistinctParameters < StatementShape.MaxDistinctParameters
            && shape.DistinctParameters * 4 <= shape.PerRowCount;

    private static string Values(StatementShape shape) => shape switch
    {
        { HidesValues: true } => "with values that were not seen",
        { DistinctParameters: <= 1 } => "with the same values",
        _ => string.Create(CultureInfo.InvariantCulture, $"with only {shape.DistinctParameters} different values"),
    };

    // The last earlier statement with at least as many rows. A loop over far more rows would have sent more commands.
    private static StatementShape? Parent(IReadOnlyList<StatementShape> shapes, StatementShape child)
        => shapes.TakeWhile(s => s != child).LastOrDefault(
            s => s.Rows >= child.DistinctParameters && s.Rows <= RowsPerCommand * child.PerRowCount);
}
