namespace PyConDemo.Checklist.Recording;

/// <summary>A statement that waited for another session's lock.</summary>
/// <param name="Time">How long it waited, as last seen; the end of the wait can be a little later.</param>
/// <param name="Holder">The measured request that held the lock; null if it was another session.</param>
internal sealed record LockWait(TimeSpan Time, StatementShape Shape, string? Holder);

internal sealed record OutboundCalls(string Host, long Calls, TimeSpan Time);
