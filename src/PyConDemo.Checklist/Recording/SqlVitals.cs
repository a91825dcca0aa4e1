namespace PyConDemo.Checklist.Recording;

/// <summary>What a piece of work cost the database. It is a snapshot and does not change.</summary>
public sealed record SqlVitals
{
    /// <summary>Commands, each of which is a round trip to PostgreSQL. A batch is one command, however many statements
    /// it has. BEGIN and COMMIT don't count.</summary>
    public long Commands { get; internal set; }

    /// <summary>SQL statements. A batch has several, so there are at least as many as <see cref="Commands"/>.</summary>
    public long Statements { get; internal set; }

    /// <summary>Commands that failed.</summary>
    public long Errors { get; internal set; }

    /// <summary>Commands whose rows were not seen: their data source does not use the checklist.</summary>
    public long Unseen { get; internal set; }

    /// <summary>Rows that PostgreSQL sent, including rows that the program ignored. Rows of INSERT, UPDATE or DELETE …
    /// RETURNING count as affected instead.</summary>
    public long RowsRead { get; internal set; }

    /// <summary>Rows inserted, updated, deleted, merged or copied in, outside of CTEs and functions.</summary>
    public long RowsAffected { get; internal set; }

    /// <summary>The sum of the commands' times, each until its reader was closed. Parallel ones add up.</summary>
    public TimeSpan SqlTime { get; internal set; }

    /// <summary>The time in which at least one command ran. It is never longer than the work itself.</summary>
    public TimeSpan SqlBusyTime { get; internal set; }

    /// <summary>The number of database connections that were used, up to 1,000.</summary>
    public int Connections { get; internal set; }

    /// <summary>The statements by shape, in the order in which they were first sent.</summary>
    public IReadOnlyList<StatementShape> Shapes { get; internal set; } = [];

    /// <summary>The time that statements waited for other sessions' locks. Waits under 100 ms are not seen.</summary>
    public TimeSpan LockWaitTime { get; internal set; }

    /// <summary>The time that statements waited for advisory locks, which <see cref="LockWaitTime"/> does not count: a
    /// program waits for them on purpose.</summary>
    public TimeSpan AdvisoryWaitTime { get; internal set; }

    /// <summary>The age of the longest transaction that was seen. Under 100 ms none is seen.</summary>
    public TimeSpan LongestTransaction { get; internal set; }

    internal IReadOnlyList<LockWait> LockWaits { get; set; } = [];
    internal WorstTransactions Transactions { get; init; } = WorstTransactions.None;

    /// <summary>The longest stretch of SQL time in which nobody looked for lock waits.</summary>
    internal TimeSpan UnwatchedTime { get; init; }

    /// <summary>Null if the sessions of all data sources could be looked at.</summary>
    internal BlindSpot? BlindSpot { get; init; }
    internal IReadOnlyList<OutboundCalls> Outbound { get; init; } = [];
}
