namespace PyConDemo.Stage.Racing.Results;

/// <summary>A number of one pattern's own, of each lane. A null was not measured; the third's is null in a race of two.</summary>
public sealed record ExtraMetric(string Name, string Unit, double? First, double? Second, double? Third = null)
{
    /// <param name="lanes">Two or three values, in the lanes' order.</param>
    public static ExtraMetric Of(string name, string unit, IEnumerable<double> lanes)
        => lanes.ToArray() is [var first, var second, .. var more] ? new(name, unit, first, second, more.Length > 0 ? more[0] : null)
            : throw new ArgumentException("A race has two lanes at least.", nameof(lanes));

    /// <summary>One lane's value.</summary>
    public double? At(int lane) => lane switch { 0 => First, 1 => Second, _ => Third };
}
