namespace PyConDemo.Checklist.Rules;

/// <summary>Don't lock many rows at once, don't lock tables, and don't hold locks while doing something else.</summary>
/// <remarks>Rows count per transaction; a statement outside of a transaction is one by itself. New rows don't count,
/// because nobody waits for them. Neither do advisory locks: a program waits for them on purpose.</remarks>
public sealed record RowLocking() : HealthRule(HealthRules.RowLocking)
{
    // PostgreSQL needs at least this time for a row that a foreign key or a trigger changes.
    private static readonly TimeSpan TimePerRow = TimeSpan.FromMicroseconds(3);

    /// <summary>A transaction is a finding if it locks more rows than this with FOR UPDATE or FOR SHARE. Default
    /// 100.</summary>
    /// <remarks>PostgreSQL writes every row that it locks
    /// (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS), and other transactions wait for it
    /// until the commit. A worker's batch rarely needs more than a hundred rows.</remarks>
    public long LockedRows { get; init; } = 100;

    /// <summary>A transaction is a finding if it updates, deletes or merges this many rows or more. Default 1,000.
    /// </summary>
    /// <remarks>A row takes about ten microseconds, so the locks last ten milliseconds: a whole fast request. For
    /// INSERT … ON CONFLICT DO UPDATE, PostgreSQL does not tell inserted from updated rows, so all count.</remarks>
    public long ChangedRows { get; init; } = 1_000;

    /// <summary>A request is a finding if it waits this long or longer for other sessions' locks, in total. Default 250
    /// ms. Waits under 100 ms are not seen.</summary>
    /// <remarks>PostgreSQL itself reports a wait after one second (deadlock_timeout, log_lock_waits).</remarks>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A transaction is a finding if it holds locks for this long or longer while the program does something
    /// else than SQL, such as an HTTP call. Default 250 ms.</summary>
    /// <remarks>Whoever needs the same rows waits for that long, and <see cref="Wait"/> makes a finding of it there.
    /// </remarks>
    public TimeSpan Held { get; init; } = TimeSpan.FromMilliseconds(250);

    internal override RuleResult Check(Evidence evidence) =>
        Locked(evidence) ?? Changed(evidence) ?? TableLocked(evidence) ?? Kept(evidence) ?? Waited(evidence)
            ?? HiddenRows(evidence) ?? OtherChanges(evidence)
            ?? HiddenTime(evidence.Vitals) ?? HiddenStatements(evidence) ?? Healthy();

    private RuleResult? Locked(Evidence evidence)
    {
        if (evidence.Vitals.Transactions.MostLocked is { } most && most.Locked > LockedRows)
            return TooManyLocked(most.Locked, most.LockingStatements, most.Locking!);
        // A CTE or subquery can lock more rows than the statement returns. Then the plan has the number.
        var (shape, rows) = evidence.Vitals.Shapes.Where(s => s.Shape.Locks.Inside)
            .Select(s => (Shape: s, Rows: evidence.Plan(s).Estimate?.LockedRows ?? 0))
            .OrderByDescending(s => s.Rows).FirstOrDefault();
        return shape is null || rows <= LockedRows ? null : TooManyLocked(rows, statements: 1, shape);
    }

    private RuleResult TooManyLocked(double rows, long statements, StatementShape shape) => TooMany(
        shape, rows,
        statements == 1
            ? (FormattableString)$"One statement locked about {rows:N0} rows."
            : $"One transaction locked {rows:N0} rows in {statements:N0} statements.",
        "Lock a small batch, and skip rows that others hold: `… ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED` in a "
            + "MATERIALIZED CTE. If the work is long, mark the rows and commit before it.");

    private RuleResult? Changed(Evidence evidence)
    {
        if (evidence.Vitals.Transactions.MostChanged is not { } most || most.Changed < ChangedRows) return null;
        return TooMany(
            most.Changing!, most.Changed,
            most.ChangingStatements == 1
                ? (FormattableString)$"One statement changed {most.Changed:N0} rows and locked them until the commit."
                : $"One transaction changed {most.Changed:N0} rows in {most.ChangingStatements:N0} statements.",
            "Change the rows in small batches and commit each: `WHERE id IN (SELECT id … ORDER BY id LIMIT 500)`, "
                + "until no row is left.");
    }

    private RuleResult TooMany(StatementShape shape, double rows, FormattableString what, string fix) => Broken(
        rows, "rows", what,
        why: "Other transactions that need one of these rows wait until the commit, and two such statements can "
            + "deadlock.",
        fix, shape);

    // Nobody else uses a temporary table, or a table that the request has just created.
    private RuleResult? TableLocked(Evidence evidence)
    {
        var created = evidence.Vitals.Shapes.Select(s => s.Shape.Locks.Created).OfType<string>().ToHashSet();
        var shape = evidence.Vitals.Shapes.FirstOrDefault(s => s.Count > s.Failures
            && s.Shape.Locks.Table is { } table && !created.Contains(table)
            && !table.StartsWith("pg_temp", StringComparison.OrdinalIgnoreCase));
        return shape is null ? null : Broken(
            shape.Count, "statements",
            $"One statement locked all of {shape.Shape.Locks.Table}.",
            why: "Every transaction that writes to it, and with most of these locks every one that reads it, waits "
                + "until the commit.",
            fix: "Lock the rows that are needed, delete in batches instead of TRUNCATE, and change the schema in a "
                + "migration: `CREATE INDEX CONCURRENTLY …`, `REFRESH MATERIALIZED VIEW CONCURRENTLY …`.",
            shape);
    }

    private RuleResult? Kept(Evidence evidence)
    {
        var longest = evidence.Vitals.Transactions.LongestHeld;
        return longest is null || longest.Held < Held ? null : Broken(
            longest.Held.TotalMilliseconds, "ms",
            $"A transaction held locks for {longest.Held.TotalMilliseconds:N0} ms while the program did other things.",
            why: "Whoever needs the same rows waits for that too, and the connection is lost to other requests.",
            fix: "Call other services and read the request's body before BEGIN, or after the commit. Between two "
                + "steps, mark the rows: `UPDATE … SET status = 'sending'`.",
            longest.Holding);
    }

    private RuleResult? Waited(Evidence evidence)
    {
        var total = evidence.Vitals.LockWaitTime;
        var longest = evidence.Vitals.LockWaits.Where(w => w.Kind != LockKind.Advisory).MaxBy(w => w.Time);
        if (total < Wait || longest is null) return null;
        var holder = longest.Holder ?? "a session outside the measured requests";
        var (what, fix) = longest.Kind switch
        {
            LockKind.Row => ("row", "Shorten the other transaction, lock fewer rows and always in key order, and use "
                + "`FOR UPDATE SKIP LOCKED` for queues."),
            LockKind.Table => ("table", "Lock rows instead of the table, and change the schema with "
                + "`SET lock_timeout = '1s'` and CONCURRENTLY."),
            _ => ("page, a table's end or another snapshot", "Shorten the other transaction. Many sessions that extend "
                + "one table at once wait less with larger batches: `COPY`."),
        };
        return Broken(
            total.TotalMilliseconds, "ms",
            $"The request waited {total.TotalMilliseconds:N0} ms for the lock of a {what} that {holder} held.",
            why: "Requests that wait for each other's locks run one at a time, however large the server is.",
            fix, longest.Shape);
    }

    private RuleResult? HiddenRows(Evidence evidence)
    {
        var shapes = evidence.Vitals.Shapes;
        var unseen = shapes.FirstOrDefault(s => s.WhyUnseen is not null
            && (s.Shape.TakesLocks || s.Shape.MayCallFunctions || s.IsFurther));
        if (unseen is not null) return NotSeen(unseen.WhyUnseen!);
        if (shapes.Any(s => s.HidesChanges))
        {
            return NotSeen("A statement changed rows in a CTE, and its result doesn't tell how many. Let it return "
                + "each changed row: `… SELECT * FROM changed`.");
        }
        if (shapes.Any(s => s.MaxHiddenLocks > LockedRows))
        {
            return NotSeen(string.Create(CultureInfo.InvariantCulture,
                $"A statement that writes locked rows in a CTE or a subquery, and nothing tells how many. Give the "
                    + $"locking query a LIMIT of {LockedRows:N0} or less."));
        }
        var inside = shapes.Where(s => s.Shape is { Locks.Inside: true, Writes: false }).Select(evidence.Plan);
        if (inside.Select(p => p.WhyUnknown(LockedRows)).FirstOrDefault(w => w is not null) is { } whyNot)
            return NotSeen(whyNot);
        return !evidence.Vitals.Transactions.AreKnown && shapes.Where(s => s.Shape.TakesLocks).Sum(s => s.Count) > 1
            ? NotSeen("This version of Npgsql does not tell which statements are in one transaction. Update Npgsql.")
            : null;
    }

    // Nearly every application has foreign keys that delete rows, and mostly they delete a few. A statement that was
    // too quick for so many rows did not change them.
    private RuleResult? OtherChanges(Evidence evidence)
    {
        foreach (var shape in evidence.Vitals.Shapes)
        {
            if (!shape.Shape.WritesRows || shape.Count == shape.Failures) continue;
            if (WasTooQuick(shape)) continue;
            if (evidence.Plan(shape).OtherChanges is { } what) return NotSeen(what);
        }
        return null;
    }

    private bool WasTooQuick(StatementShape shape) => shape.MaxWork < ChangedRows * TimePerRow;

    private RuleResult? HiddenTime(SqlVitals vitals)
    {
        var blind = vitals.BlindSpot is not null && vitals.SqlBusyTime >= Wait;
        if (!blind && vitals.UnwatchedTime < Wait && vitals.Transactions.Unseen < Held) return null;
        return NotSeen(vitals.BlindSpot?.Reason
            ?? "The checklist could not look for lock waits in time. Send the request again.");
    }

    // A function can lock rows. Until the plan is known, it may be one of the program's.
    private RuleResult? HiddenStatements(Evidence evidence)
    {
        foreach (var shape in evidence.Vitals.Shapes)
        {
            var plan = evidence.Plan(shape);
            if (plan.HidesStatements || (shape.Shape.MayCallFunctions && plan.Estimate is null))
                return NotSeen(plan.WhyNot!);
        }
        return null;
    }
}
