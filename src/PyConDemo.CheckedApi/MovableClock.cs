namespace PyConDemo.CheckedApi;

/// <summary>The system's clock, some time ahead. Thread-safe. Timers still need their real time.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _ticks));

    public override long GetTimestamp()
    {
        var moved = TimeSpan.FromTicks(Volatile.Read(ref _ticks));
        return base.GetTimestamp() + (long)(moved.TotalSeconds * TimestampFrequency);
    }

    public void Move(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
