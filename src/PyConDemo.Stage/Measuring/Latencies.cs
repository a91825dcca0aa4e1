using HdrHistogram;

namespace PyConDemo.Stage.Measuring;

/// <summary>Durations from 1 µs to 10 minutes at 3 significant digits. Thread-safe.</summary>
public sealed class Latencies
{
    private static readonly long Highest = (long)TimeSpan.FromMinutes(10).TotalMicroseconds;
    private readonly LongHistogram histogram = new(1, Highest, numberOfSignificantValueDigits: 3);
    private readonly Lock gate = new();

    public long Count { get { lock (gate) return histogram.TotalCount; } }

    public void Add(TimeSpan duration)
    {
        lock (gate) histogram.RecordValue(Math.Clamp((long)duration.TotalMicroseconds, 1, Highest));
    }

    public void Add(Latencies other)
    {
        LongHistogram copy;
        lock (other.gate) copy = (LongHistogram)other.histogram.Copy();
        lock (gate) histogram.Add(copy);
    }

    public Percentiles Percentiles()
    {
        lock (gate)
        {
            return histogram.TotalCount == 0 ? Measuring.Percentiles.None
                : new(At(50), At(95), At(99), histogram.GetMaxValue() / 1000d);
        }
    }

    /// <summary>Every value in milliseconds, ascending.</summary>
    public IReadOnlyList<double> Milliseconds()
    {
        lock (gate)
        {
            return [.. histogram.RecordedValues().SelectMany(v =>
                Enumerable.Repeat(v.ValueIteratedTo / 1000d, (int)v.CountAddedInThisIterationStep))];
        }
    }

    private double At(double percentile) => histogram.GetValueAtPercentile(percentile) / 1000d;
}
