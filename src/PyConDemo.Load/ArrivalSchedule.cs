namespace PyConDemo.Load;

/// <summary>The fixed times at which requests are due. For one sending thread.</summary>
internal sealed class ArrivalSchedule(double perSecond)
{
    /// <summary>A request may leave this much early: waits are whole units of the timer, on Windows 16 ms.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(OperatingSystem.IsWindows() ? 16 : 1);

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The <see cref="Stopwatch"/> timestamp at which request <paramref name="index"/> is due.</summary>
    public long DueAt(int index) => _start + (long)(index / perSecond * Stopwatch.Frequency);

    /// <summary>Blocks the thread until request <paramref name="index"/> is due. If the timer fires a little early, the
    /// earlier moment becomes the intended one, so a latency is never negative and never too short.</summary>
    /// <returns>The intended send as a timestamp; null when cancelled.</returns>
    public long? WaitFor(int index, CancellationToken cancellationToken)
    {
        var due = DueAt(index);
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = Stopwatch.GetTimestamp();
            var left = Stopwatch.GetElapsedTime(now, due);
            if (left <= Millisecond) return Math.Min(now, due);
            if (left > Tick) cancellationToken.WaitHandle.WaitOne((int)(left - Tick + Millisecond).TotalMilliseconds);
            else Thread.Yield();
        }

        return null;
    }
}
