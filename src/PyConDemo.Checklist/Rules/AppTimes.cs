namespace PyConDemo.Checklist.Rules;

/// <summary>A route's latest times of its own work and HTTP calls until the answer: at most five, oldest first. It is a
/// value type, so a copy does not change when the route gets further requests.</summary>
internal struct AppTimes
{
    public const int Capacity = 5;
    private Times _times;

    public int Count { get; private set; }

    public void Add(TimeSpan time)
    {
        if (Count == Capacity) _times[1..].CopyTo(_times);
        else Count++;
        _times[Count - 1] = time;
    }

    public readonly int CountBelow(TimeSpan threshold)
    {
        var below = 0;
        foreach (var time in _times[..Count])
            if (time < threshold) below++;
        return below;
    }

    public readonly TimeSpan Median() => _times[..Count].ToArray().Order().ElementAt(Count / 2);

    [InlineArray(Capacity)]
    private struct Times
    {
        private TimeSpan _first;
    }
}
