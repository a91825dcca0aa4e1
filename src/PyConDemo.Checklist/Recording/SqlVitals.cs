namespace PyConDemo.Checklist.Recording;

/// <summary>What a piece of work cost the database: one moment's copy, which doesn't change.</summary>
public sealed record SqlVitals
{
    /// <summary>Round trips to PostgreSQL: a batch is one, however many statements it holds. BEGIN and COMMIT don't count.</summary>
    public long Commands { get; init; }

    /// <summary>SQL statements; at least <see cref="Commands"/>, as a batch holds several.</summary>
    public long Statements { get; init; }

    /// <summary>Commands that failed.</summary>
    public long Errors { get; init; }

    /// <summary>Commands whose rows and parameters could not be seen, because their data source doesn't use the checklist.</summary>
    public long Unseen { get; init; }

    /// <summary>Rows that PostgreSQL sent, also those that the program then ignored. Not those of INSERT … RETURNING and kin.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows inserted, updated, deleted, merged or copied in, by the statements themselves (not inside a CTE or a function).</summary>
    public long RowsAffected { get; init; }

    /// <summary>The commands' time added up, each from its start until its reader was closed; parallel commands count twice.</summary>
    public TimeSpan SqlTime { get; init; }

    /// <summary>The time in which at least one command ran; never more than the work itself took.</summary>
    public TimeSpan SqlBusyTime { get; init; }

    /// <summary>Database connections that were used, told apart by their server process; counted to 1,000 at most.</summary>
    public int Connections { get; init; }

    /// <summary>The statements by shape, first seen first.</summary>
    public IReadOnlyList<StatementShape> Shapes { get; init; } = [];

    /// <summary>The time that statements waited for other sessions' locks; waits under a tenth of a second are not seen.</summary>
    public TimeSpan LockWaitTime { get; init; }

    /// <summary>The age of the oldest transaction that was seen open, a single statement's included; under a tenth of a second none is seen.</summary>
    public TimeSpan LongestTransaction { get; init; }

    internal IReadOnlyList<LockWait> LockWaits { get; init; } = [];
    internal IReadOnlyList<OutboundCalls> Outbound { get; init; } = [];
}
