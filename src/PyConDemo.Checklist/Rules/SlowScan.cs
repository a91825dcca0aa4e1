namespace PyConDemo.Checklist.Rules;

/// <summary>Finds the slowest statement that reads many rows to return a few. The numbers of rows come from plans, so
/// they are estimates.</summary>
internal static class SlowScan
{
    public static Observation? Find(Observations limits, Evidence evidence, Func<StatementShape, PlanAnswer> plan)
    {
        // A statement's time also contains what the program does between its rows. PostgreSQL sends a few rows at once,
        // so all its work on them is before the first.
        if (evidence.Request?.Times?.Sql < limits.SlowStatement) return null;
        var vitals = evidence.Vitals;
        foreach (var shape in vitals.Shapes.Where(limits.NeedsPlan).OrderByDescending(s => s.MeanTime))
        {
            var returned = (double)shape.Rows / shape.Count;
            if (WaitedForLock(vitals, shape) || plan(shape).Estimate is not { } estimate) continue;
            var read = OtherRows(estimate, returned);
            if (read >= limits.ScannedRows && read >= limits.ScannedRowsPerRow * Math.Max(1, returned))
                return Observe(shape, read, returned, estimate);
        }
        return null;
    }

    // The end of a wait is not seen exactly, so the rest of the time is unknown. A snapshot has copies of the shapes.
    private static bool WaitedForLock(SqlVitals vitals, StatementShape shape)
        => vitals.LockWaits.Any(w => w.Shape.Sql == shape.Sql);

    // Rules of their own judge the rows of aggregates and those before a page. A statement that returned fewer rows
    // than its LIMIT has read all, however early the planner expected the LIMIT to end it.
    private static double OtherRows(PlanEstimate estimate, double returned)
        => (returned < estimate.Limit ? estimate.ReadRowsToEnd : estimate.ReadRows)
            - Math.Max(estimate.AggregatedRows, estimate.RowsBeforePage);

    private static Observation Observe(StatementShape shape, double read, double returned, PlanEstimate estimate)
    {
        var (ms, table) = (shape.MeanTime.TotalMilliseconds, estimate.LargestScan);
        var from = table is null ? "" : $" of {table}{(estimate.ScansOthers ? " and other tables" : "")}";
        return Observation.Create(
            ObservationKinds.SlowScan, ms, "ms",
            $"One statement took {ms:N0} ms and read about {read:N0} rows{from} to return {returned:N0}.",
            "Create an index on the columns or expressions that it filters or sorts by, for `LIKE '%…%'` with the "
                + $"extension pg_trgm: `CREATE INDEX CONCURRENTLY ON {table ?? "…"} (…)`. If there is one, `EXPLAIN "
                + "(ANALYZE)` shows why it isn't used, and what else takes time.",
            shape);
    }
}
