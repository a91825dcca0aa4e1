namespace PyConDemo.Checklist.Plans;

/// <summary>Gets the plan estimates of suspicious statements, in the background. Thread-safe.</summary>
/// <param name="maxShapes">The number of statement shapes per data source whose plans are kept.</param>
#pragma warning disable CA1001 // a question may still run when the program stops, so nobody disposes the semaphore
internal sealed class PlanCache(OwnClock clock, int maxShapes = 1_000)
#pragma warning restore CA1001
{
    // One question at a time: the checklist must not become a load itself.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // A program that creates a data source per customer may dispose them again.
    private readonly ConditionalWeakTable<MonitoringConnections, DatabasePlans> _databases = [];

    /// <summary>What is known about the shape's plan.</summary>
    public PlanAnswer Find(StatementShape shape) => shape.Connections switch
    {
        { } connections => Plans(connections).Find(shape),
        null when IsCopyOfTable(shape) => PlanAnswer.Nothing,
        null when shape.IsFurther => PlanAnswer.No(shape.WhyUnseen!),
        null => PlanAnswer.No(shape.NoDataSource),
    };

    /// <summary>The same also for a statement of which no rule needs a plan.</summary>
    public PlanAnswer FindKnown(StatementShape shape)
        => shape.Connections is { } connections ? Plans(connections).FindKnown(shape) : Find(shape);

    /// <summary>True if nothing in the statement needs a plan.</summary>
    public bool NeedsNoPlan(StatementShape shape) => ReferenceEquals(Find(shape), PlanAnswer.Nothing);

    /// <summary>Gets the plans that the rules may need. Completes when each is known or cannot be had.</summary>
    /// <param name="always">Says of which statements the plan is wanted although no rule needs it.</param>
    public Task ExplainAsync(IEnumerable<StatementShape> shapes, Func<StatementShape, bool>? always = null)
        => Task.WhenAll([..
            from shape in shapes
            where shape.Connections is not null
            let wanted = always?.Invoke(shape) == true
            where wanted || !NeedsNoPlan(shape)
            select Plans(shape.Connections!).ExplainAsync(shape, wanted)]);

    // Npgsql doesn't show the command of a COPY, but its text is known.
    private static bool IsCopyOfTable(StatementShape shape)
        => shape.Sql.StartsWith("COPY ", StringComparison.OrdinalIgnoreCase)
            && !shape.Sql.StartsWith("COPY (", StringComparison.OrdinalIgnoreCase);

    private DatabasePlans Plans(MonitoringConnections connections)
        => _databases.TryGetValue(connections, out var known)
            ? known
            : _databases.GetValue(connections, c => new(c, clock.Time, _turn, maxShapes));
}
