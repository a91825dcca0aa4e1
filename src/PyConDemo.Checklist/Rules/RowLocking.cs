using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Rules;

/// <summary>Don't lock many rows at once.</summary>
public sealed record RowLocking : HealthRule
{
    /// <summary>Rows locked by one FOR UPDATE (or kin) without LIMIT, SKIP LOCKED or NOWAIT, from which it is a finding. Default 100.</summary>
    /// <remarks>
    /// A locked row is a written row (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS), and is kept
    /// from others until the commit. A hundred are what one worker's batch needs; more is a queue that locks itself.
    /// </remarks>
    public long LockedRows { get; init; } = 100;

    /// <summary>Rows changed by one UPDATE, DELETE or MERGE from which it is a finding. Default 1,000.</summary>
    /// <remarks>At some ten microseconds a row the locks then last for ten milliseconds and more, as long as a whole request should.</remarks>
    public long ChangedRows { get; init; } = 1_000;

    /// <summary>The wait for another's lock, added up over the request, from which it is a finding. Default 250 ms; below 100 ms none is seen.</summary>
    /// <remarks>A quarter of the second after which PostgreSQL itself takes a wait for a problem (deadlock_timeout, log_lock_waits).</remarks>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(250);

    public override string Slug => HealthRules.RowLocking;

    internal override RuleResult Check(Evidence evidence)
    {
        if ((Locked(evidence) ?? Changed(evidence) ?? Waited(evidence)) is { } found) return found;
        var suspects = evidence.Vitals.Shapes.Where(s => s.Shape.LocksAllItReads || s.Shape.Writes).ToList();
        if (suspects.Any(s => s.Sample is null)) return HealthyIfSeen(evidence);
        return suspects.Any(s => s.Shape is { LocksInside: true, Writes: false } && evidence.Plan(s) is null)
            ? NotSeen("The plan is not known yet, or could not be had.") : Healthy();
    }

    // In a CTE or a subquery the rows that come out are not those that were locked: then the plan tells.
    private RuleResult? Locked(Evidence evidence)
    {
        var (shape, rows) = evidence.Vitals.Shapes.Where(s => s.Shape.LocksAllItReads)
            .Select(s => (Shape: s, Rows: Rows(s, evidence)))
            .OrderByDescending(s => s.Rows).FirstOrDefault();
        return shape is null || rows < LockedRows ? null : Broken(CreateFinding(shape, rows,
            FormattableString.Invariant($"One statement locked about {rows:N0} rows, with no LIMIT and no SKIP LOCKED."),
            "Take a small batch and pass over what others hold: `… ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED` in a MATERIALIZED CTE; commit the claim, then work."));
    }

    private static double Rows(StatementShape shape, Evidence evidence)
        => shape.Shape.LocksInside ? evidence.Plan(shape)?.LockedRows ?? shape.MaxAffected : shape.MaxRows;

    private RuleResult? Changed(Evidence evidence)
    {
        var worst = evidence.Vitals.Shapes.Where(s => s.Shape.ChangesRows).MaxBy(s => s.MaxAffected);
        return worst is null || worst.MaxAffected < ChangedRows ? null : Broken(CreateFinding(worst, worst.MaxAffected,
            FormattableString.Invariant($"One statement changed {worst.MaxAffected:N0} rows, and holds their locks until the commit."),
            "Change them in small batches with a commit after each: `WHERE id IN (SELECT id … ORDER BY id LIMIT 500)`, repeated until none is left."));
    }

    private RuleResult? Waited(Evidence evidence)
    {
        if (evidence.Vitals.LockWaitTime < Wait || evidence.Vitals.LockWaits.MaxBy(w => w.Time) is not { } longest) return null;
        return Broken(new()
        {
            Rule = Slug,
            What = FormattableString.Invariant($"Waited {evidence.Vitals.LockWaitTime.TotalMilliseconds:N0} ms for a lock that ")
                + (longest.Holder is null ? "a session outside the measured requests held." : $"{longest.Holder} held."),
            Amount = evidence.Vitals.LockWaitTime.TotalMilliseconds,
            Unit = "ms",
            Statement = longest.Sql,
            Source = longest.Source,
            Why = "Requests that wait for each other's rows run one at a time, whatever the server's size.",
            Fix = "Shorten the holder's transaction, lock fewer rows, all in one key order, and use `FOR UPDATE SKIP LOCKED` for queues.",
        });
    }

    private Finding CreateFinding(StatementShape shape, double rows, string what, string fix) => new()
    {
        Rule = Slug,
        What = what,
        Amount = rows,
        Unit = "rows",
        Statement = shape.Sql,
        Source = shape.Source,
        Why = "Everybody else who wants one of these rows waits until the commit, and two such statements can deadlock.",
        Fix = fix,
    };
}
