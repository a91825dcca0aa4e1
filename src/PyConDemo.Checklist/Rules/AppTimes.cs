namespace PyConDemo.Checklist.Rules;

/// <summary>A route's latest times outside SQL until the first body byte: at most five, oldest first. It is a value
/// type, so a copy does not change when the route gets further requests.</summary>
internal struct AppTimes
{
    public const int Capacity = 5;
    private Times _times;

    public int Count { get; private set; }

    public void Add(TimeSpan time)
    {
        if (Count == Capacity)
            for (var i = 1; i < Capacity; i++) _times[i - 1] = _times[i];
        else Count++;
        _times[Count - 1] = time;
    }

    public readonly int CountBelow(TimeSpan threshold)
    {
        var below = 0;
        for (var i = 0; i < Count; i++)
            if (_times[i] < threshold) below++;
        return below;
    }

    /// <exception cref="ArgumentOutOfRangeException">It is empty.</exception>
    public readonly TimeSpan Median()
    {
        ReadOnlySpan<TimeSpan> times = _times;
        return times[..Count].ToArray().Order().ElementAt(Count / 2);
    }

    [InlineArray(Capacity)]
    private struct Times
    {
        private TimeSpan _first;
    }
}
