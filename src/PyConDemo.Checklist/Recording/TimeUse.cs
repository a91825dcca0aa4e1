namespace PyConDemo.Checklist.Recording;

/// <summary>What a request's time is spent on. At a time when several of them happen, the first one counts.</summary>
internal enum TimeUse
{
    /// <summary>PostgreSQL works on a command.</summary>
    Sql,

    /// <summary>A round trip outside of any command: COMMIT, ROLLBACK, a savepoint.</summary>
    Transaction,

    /// <summary>No connection to the database is free, or one is being opened.</summary>
    Connection,

    /// <summary>An HTTP call to another server.</summary>
    Http,

    /// <summary>The client's request body has not arrived yet.</summary>
    Body,

    /// <summary>The client has not taken the answer's bytes yet.</summary>
    Sending,

    /// <summary>Between two reads of a command's rows. The server or the program can be the cause.</summary>
    Rows,
}
