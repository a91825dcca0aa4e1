namespace PyConDemo.Load.Statistics;

/// <summary>Sorts a lane's values once, so that each of thousands of resamples only walks over the tail.</summary>
internal sealed class WeightedQuantile
{
    private readonly double[] _values;
    private readonly int[] _blocks;
    private readonly int[] _sizes;

    public WeightedQuantile(IEnumerable<IReadOnlyList<double>> lane)
    {
        var sorted = lane.SelectMany((block, index) => block.Select(value => (value, index))).ToArray();
        Array.Sort(sorted, (a, b) => b.value.CompareTo(a.value));
        _values = [.. sorted.Select(s => s.value)];
        _blocks = [.. sorted.Select(s => s.index)];
        _sizes = [.. lane.Select(block => block.Count)];
    }

    /// <summary>Returns the value at the nearest rank when block i counts weights[i] times.</summary>
    public double Of(double quantile, ReadOnlySpan<int> weights)
    {
        long total = 0;
        for (var i = 0; i < weights.Length; i++) total += (long)weights[i] * _sizes[i];
        var fromTheTop = total - Math.Max(1, (long)Math.Ceiling(quantile * total - 1e-9)) + 1;
        var at = -1;
        while (fromTheTop > 0) fromTheTop -= weights[_blocks[++at]];
        return _values[at];
    }
}
