namespace PyConDemo.Checklist.Recording;

/// <summary>A statement that waited for another session's lock.</summary>
/// <param name="Time">How long, as last seen: it may have been a little longer.</param>
/// <param name="Sql">The shape that waited.</param>
/// <param name="Holder">The measured request that held the lock; null when it was somebody else.</param>
/// <param name="Source">The line that sent it.</param>
internal sealed record LockWait(TimeSpan Time, string Sql, string? Holder, string? Source);
