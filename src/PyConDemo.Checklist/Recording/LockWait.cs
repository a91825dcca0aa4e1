namespace PyConDemo.Checklist.Recording;

/// <summary>A statement that waited for another session's lock.</summary>
/// <param name="Time">How long it waited, as last seen; the end of the wait can be a little later.</param>
/// <param name="Holder">The measured request that held the lock; null if it was another session.</param>
internal sealed record LockWait(LockKind Kind, TimeSpan Time, StatementShape Shape, string? Holder);

/// <summary>What a lock protects.</summary>
internal enum LockKind
{
    Row,
    Table,

    /// <summary>A number that the program chose. It waits for such a lock on purpose.</summary>
    Advisory,

    /// <summary>A page, the end of a table's file, another session's snapshot.</summary>
    Other,
}

internal static class LockKinds
{
    /// <param name="locktype">From pg_locks. A session that waits for a row waits for the holder's transaction.</param>
    public static LockKind Parse(string locktype) => locktype switch
    {
        "transactionid" or "tuple" or "spectoken" => LockKind.Row,
        "relation" => LockKind.Table,
        "advisory" => LockKind.Advisory,
        _ => LockKind.Other,
    };
}

internal sealed record OutboundCalls(string Host, long Calls, TimeSpan Time);
