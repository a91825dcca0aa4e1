namespace PyConDemo.Checklist.Recording;

/// <summary>What is known about a command once it is over.</summary>
internal readonly record struct CommandEnd
{
    /// <summary>One per statement of a batch; a command's several statements share one.</summary>
    public required ShapeTally[] Tallies { get; init; }

    /// <summary>As <see cref="Tallies"/>: the rows that each one's OFFSET passes over.</summary>
    public required Statement[] Statements { get; init; }

    public required StatementRows[] Rows { get; init; }
    public required bool Seen { get; init; }
    public bool Failed { get; init; }
    public LockWait? Wait { get; init; }

    public bool HasNoRows => Seen && !Failed && !StatementRows.Any(Rows);
}
