using System.Runtime.CompilerServices;

namespace PyConDemo.Checklist.Rules;

/// <summary>A route's latest times outside SQL until the first body byte: at most five, oldest first. A value: a copy doesn't change.</summary>
internal struct AppTimes
{
    public const int Remembered = 5;
    private Times _times;

    public int Count { get; private set; }

    public void Add(TimeSpan time)
    {
        if (Count == Remembered)
            for (var i = 1; i < Remembered; i++) _times[i - 1] = _times[i];
        else Count++;
        _times[Count - 1] = time;
    }

    public readonly int Below(TimeSpan threshold)
    {
        var below = 0;
        for (var i = 0; i < Count; i++)
            if (_times[i] < threshold) below++;
        return below;
    }

    /// <exception cref="ArgumentOutOfRangeException">There are none.</exception>
    public readonly TimeSpan Median()
    {
        ReadOnlySpan<TimeSpan> times = _times;
        return times[..Count].ToArray().Order().ElementAt(Count / 2);
    }

    [InlineArray(Remembered)]
    private struct Times
    {
        private TimeSpan _first;
    }
}
