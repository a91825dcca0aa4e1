namespace PyConDemo.Workshop.Servers;

/// <summary>What the server did for the checked code in some time, as its log says.</summary>
/// <param name="Commands">What clients sent, in this order.</param>
/// <param name="Plans">What was executed, nested statements included, in the order in which it ended.</param>
/// <param name="Errors">Commands that failed.</param>
internal sealed record ServerActivity(List<ServerCommand> Commands, List<ExecutedPlan> Plans, List<ServerError> Errors)
{
    /// <summary>Rows that were read, also those that were filtered out.</summary>
    public long RowsRead => Plans.Sum(plan => plan.RowsRead);

    /// <summary>Rows that the server sent.</summary>
    public long RowsSent => Plans.Sum(plan => plan.Root.Rows);

    /// <summary>Pages of 8 kB.</summary>
    public long Buffers => Plans.Sum(plan => plan.Root.Buffers);

    /// <summary>The plan that reads most rows, with the node that does. Null if nothing was read.</summary>
    public (ExecutedPlan Plan, PlanNode Scan)? LargestRead => Plans
        .SelectMany(plan => plan.Scans, (plan, scan) => ((ExecutedPlan, PlanNode)?)(plan, scan))
        .MaxBy(pair => pair!.Value.Item2.RowsRead);

    /// <summary>This and what came after it.</summary>
    public ServerActivity With(ServerActivity later)
        => new([.. Commands, .. later.Commands], [.. Plans, .. later.Plans], [.. Errors, .. later.Errors]);
}

/// <summary>One command that a client sent.</summary>
/// <param name="Session">The server process that got it.</param>
/// <param name="Transaction">The virtual transaction, which ends with a commit or a rollback.</param>
internal sealed record ServerCommand(int Session, string Transaction, string Sql)
{
    private static readonly string[] TransactionWords =
        ["BEGIN", "START TRANSACTION", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "DISCARD"];

    /// <summary>True for what only begins or ends a transaction, or resets a session.</summary>
    public bool IsTransactionControl
        => TransactionWords.Any(word => Sql.StartsWith(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A command that failed, with PostgreSQL's message.</summary>
internal sealed record ServerError(string Sql, string Message);
