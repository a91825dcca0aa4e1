namespace PyConDemo.Stage.Growing;

/// <summary>The positions of a dial: 1, 10, 100 … times its minimum, and its maximum.</summary>
public static class Decades
{
    public static IEnumerable<long> Of(long min, long max)
    {
        var low = Math.Max(1, min);
        for (var position = low; position < max; position *= 10) yield return position;
        yield return Math.Max(low, max);
    }
}
