namespace PyConDemo.Checklist.Rules;

/// <summary>What the checklist also sees, beside the six rules. Immutable: change a threshold with `with`.</summary>
public sealed record Observations
{
    /// <summary>False: nothing is observed. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The number of a route's latest twenty requests that must show an observation before the route does. 1
    /// to 20, default 3.</summary>
    /// <remarks>With fewer, it can be the filling of a cache.</remarks>
    public int Requests { get; init; } = 3;

    /// <summary>Rows that a request reads are judged from this number on. Default 1,000.</summary>
    /// <remarks>A thousand narrow rows take about a millisecond to read, as long as the rest of a small
    /// request.</remarks>
    public long Rows { get; init; } = 1_000;

    /// <summary>It is an observation if it reads this many rows per item of its JSON answer. Default 10.</summary>
    /// <remarks>An item is an object, or a value in a list. The answer may have put several rows into one object, such
    /// as the twelve months of a year, so it must also contain fewer than one value for two rows.</remarks>
    public double RowsPerItem { get; init; } = 10;

    /// <summary>A statement that takes this long or longer on average is slow. Default 100 ms.</summary>
    /// <remarks>An answer feels instant within 100 ms (the RAIL model, https://web.dev/articles/rail), and the
    /// statement is only a part of it.</remarks>
    public TimeSpan SlowStatement { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A slow statement is an observation if its plan reads this many rows or more. Default 10,000.</summary>
    /// <remarks>Fewer are read within a few milliseconds. Then the statement waited for something else.</remarks>
    public double ScannedRows { get; init; } = 10_000;

    /// <summary>It is an observation if it also reads this many rows per row that it returns. Default 100.</summary>
    /// <remarks>A table's page of 8 kB holds about a hundred narrow rows, so an index saves nearly all pages.</remarks>
    public double ScannedRowsPerRow { get; init; } = 100;

    /// <summary>A request is an observation if it waits this long or longer for advisory locks. Default 250 ms. Waits
    /// under 100 ms are not seen.</summary>
    /// <remarks>It is as long as the rule row-locking allows for other locks.</remarks>
    public TimeSpan AdvisoryWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>True if nothing can be observed in a request with so many rows and so much SQL time.</summary>
    internal bool FindsNothing(long rows, TimeSpan sqlTime)
        => !Enabled || (rows < Rows && sqlTime < SlowStatement && sqlTime < AdvisoryWait);

    /// <summary>True if the plan of this statement is wanted, although no rule needs it.</summary>
    internal bool NeedsPlan(StatementShape shape)
        => Enabled && shape.Shape.IsQuery && shape.MeanTime >= SlowStatement;

    /// <param name="plan">Knows the plans of slow statements, also of those that no rule needs.</param>
    internal IReadOnlyList<Observation> Find(Evidence evidence, Func<StatementShape, PlanAnswer> plan)
    {
        if (!Enabled) return [];
        return [.. new[]
        {
            RowsNotSent.Find(this, evidence),
            SlowScan.Find(this, evidence, plan),
            AdvisoryWaits.Find(this, evidence.Vitals),
        }.OfType<Observation>()];
    }
}
