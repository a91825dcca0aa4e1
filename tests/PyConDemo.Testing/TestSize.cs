namespace PyConDemo.Testing;

/// <summary>How much of the heavy tests runs: all of it with FULL=1 in the environment, otherwise a fixed part.</summary>
public static class TestSize
{
    // The same part in each run, so that a run can be repeated.
    private const int Seed = 2026;

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("FULL") == "1";

    /// <summary>How often to do something: <paramref name="full"/> times with FULL=1.</summary>
    public static int Choose(int plain, int full) => IsFull ? full : plain;

    /// <summary>All of them with FULL=1, otherwise <paramref name="plain"/> of them, the same ones in each run.</summary>
    public static IEnumerable<T> Sample<T>(IEnumerable<T> all, int plain)
    {
        var items = all.ToArray();
        if (IsFull) return items;
        new Random(Seed).Shuffle(items);
        return items.Take(plain);
    }
}
