namespace PyConDemo.Checklist.Reporting;

/// <summary>Allows a number of requests per second, and a burst of the same size. Lock-free, thread-safe.</summary>
internal sealed class RateLimit(int perSecond, TimeProvider time)
{
    private readonly long _interval = Math.Max(1, time.TimestampFrequency / perSecond);
    private long _next = long.MinValue;

    public bool TryAcquire()
    {
        var now = time.GetTimestamp();
        var next = Volatile.Read(ref _next);
        while (next <= now)
        {
            var earliest = now - (_interval * (perSecond - 1)); // bounds the burst after a long pause
            var seen = Interlocked.CompareExchange(ref _next, Math.Max(next, earliest) + _interval, next);
            if (seen == next) return true;
            next = seen;
        }
        return false;
    }
}
