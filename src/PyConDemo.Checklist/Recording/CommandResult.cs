namespace PyConDemo.Checklist.Recording;

/// <summary>What is known about a command once it is over.</summary>
internal readonly record struct CommandResult
{
    /// <summary>One per statement of a batch; a command's several statements share one.</summary>
    public required ShapeTotals[] Totals { get; init; }

    /// <summary>As <see cref="Totals"/>: the rows that each one's OFFSET passes over.</summary>
    public required SentStatement[] Statements { get; init; }

    public required RowCounts[] Rows { get; init; }
    public required bool Seen { get; init; }
    public bool Failed { get; init; }
    public LockWait? LockWait { get; init; }

    public bool HasNoRows => Seen && !Failed && !RowCounts.Any(Rows);
}
