namespace PyConDemo.Checklist.Rules;

/// <summary>Don't lock many rows at once.</summary>
public sealed record RowLocking() : HealthRule(HealthRules.RowLocking)
{
    /// <summary>A FOR UPDATE or FOR SHARE without LIMIT, SKIP LOCKED or NOWAIT is a finding if it locks this many rows
    /// or more. Default 100.</summary>
    /// <remarks>PostgreSQL writes every row that it locks
    /// (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS), and other transactions wait for it
    /// until the commit. A worker's batch rarely needs more than a hundred rows.</remarks>
    public long LockedRows { get; init; } = 100;

    /// <summary>An UPDATE, DELETE or MERGE is a finding if it changes this many rows or more. Default 1,000.</summary>
    /// <remarks>A row takes about ten microseconds, so the locks last ten milliseconds: a whole fast request.</remarks>
    public long ChangedRows { get; init; } = 1_000;

    /// <summary>A request is a finding if it waits this long or longer for other sessions' locks, in total. Default 250
    /// ms. Waits under 100 ms are not seen.</summary>
    /// <remarks>PostgreSQL itself reports a wait after one second (deadlock_timeout, log_lock_waits).</remarks>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(250);

    internal override RuleResult Check(Evidence evidence)
    {
        if ((Locked(evidence) ?? Changed(evidence) ?? Waited(evidence)) is { } broken) return broken;
        var suspects = evidence.Vitals.Shapes.Where(s => s.Shape.LocksRows || s.Shape.Writes).ToList();
        if (suspects.Any(s => s.Sample is null)) return HealthyIfSeen(evidence);
        return suspects.Any(s => s.Shape is { LocksInside: true, Writes: false } && evidence.Plan(s) is null)
            ? NotSeen(PlanMissing)
            : Healthy();
    }

    // A CTE or subquery can lock more rows than the statement returns. Then the plan has the number.
    private RuleResult? Locked(Evidence evidence)
    {
        var (shape, rows) = evidence.Vitals.Shapes.Where(s => s.Shape.LocksRows)
            .Select(s => (Shape: s, Rows: Rows(s, evidence)))
            .OrderByDescending(s => s.Rows).FirstOrDefault();
        return shape is null || rows < LockedRows ? null : TooMany(
            shape, rows, $"One statement locked about {rows:N0} rows, without LIMIT or SKIP LOCKED.",
            "Lock a small batch, and skip rows that others hold: `… ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED` in a "
            + "MATERIALIZED CTE. If the work is long, mark the rows and commit before it.");
    }

    private static double Rows(StatementShape shape, Evidence evidence)
        => shape.Shape.LocksInside ? evidence.Plan(shape)?.LockedRows ?? shape.MaxAffected : shape.MaxRows;

    private RuleResult? Changed(Evidence evidence)
    {
        var worst = evidence.Vitals.Shapes.Where(s => s.Shape.ChangesRows).MaxBy(s => s.MaxAffected);
        return worst is null || worst.MaxAffected < ChangedRows ? null : TooMany(
            worst, worst.MaxAffected,
            $"One statement changed {worst.MaxAffected:N0} rows and locked them until the commit.",
            "Change the rows in small batches and commit each: `WHERE id IN (SELECT id … ORDER BY id LIMIT 500)`, "
            + "until no row is left.");
    }

    private RuleResult TooMany(StatementShape shape, double rows, FormattableString what, string fix) => Broken(
        rows, "rows", what,
        why: "Other transactions that need one of these rows wait until the commit, and two such statements can "
            + "deadlock.",
        fix, shape);

    private RuleResult? Waited(Evidence evidence)
    {
        var (total, longest) = (evidence.Vitals.LockWaitTime, evidence.Vitals.LockWaits.MaxBy(w => w.Time));
        if (total < Wait || longest is null) return null;
        var holder = longest.Holder ?? "a session outside the measured requests";
        return Broken(
            total.TotalMilliseconds, "ms",
            $"It waited {total.TotalMilliseconds:N0} ms for a lock that {holder} held.",
            why: "Requests that wait for each other's rows run one at a time, however large the server is.",
            fix: "Shorten the other transaction, lock fewer rows and always in key order, and use "
                + "`FOR UPDATE SKIP LOCKED` for queues.",
            longest.Shape);
    }
}
