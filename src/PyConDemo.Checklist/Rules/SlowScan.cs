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
            var (took, returned) = (shape.MeanTime - MeanWait(vitals, shape), (double)shape.Rows / shape.Count);
            if (took < limits.SlowStatement || plan(shape).Estimate is not { } estimate) continue;
            var read = OtherRows(estimate);
            if (read >= limits.ScannedRows && read >= limits.ScannedRowsPerRow * Math.Max(1, returned))
                return Observe(shape, took, read, returned, estimate.LargestScan);
        }
        return null;
    }

    // Rules of their own judge the rows of aggregates and those before a page.
    private static double OtherRows(PlanEstimate estimate)
        => estimate.ReadRows - Math.Max(estimate.AggregatedRows, estimate.RowsBeforePage);

    // A snapshot has copies of the shapes.
    private static TimeSpan MeanWait(SqlVitals vitals, StatementShape shape)
        => new(vitals.LockWaits.Where(w => w.Shape.Sql == shape.Sql).Sum(w => w.Time.Ticks) / shape.Count);

    private static Observation Observe(
        StatementShape shape, TimeSpan took, double read, double returned, string? table)
    {
        var ms = took.TotalMilliseconds;
        var from = table is null ? "" : $" of {table}";
        return Observation.Create(
            ObservationKinds.SlowScan, ms, "ms",
            $"One statement took {ms:N0} ms and read about {read:N0} rows{from} to return {returned:N0}.",
            $"Create an index on the columns that it filters by: `CREATE INDEX CONCURRENTLY ON {table ?? "…"} (…)`. If "
                + "there is one, `EXPLAIN (ANALYZE)` shows why it isn't used.",
            shape);
    }
}
