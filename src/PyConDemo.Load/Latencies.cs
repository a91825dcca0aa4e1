using HdrHistogram;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Load;

/// <summary>Durations from 1 µs to 10 minutes at 3 significant digits. Thread-safe.</summary>
public sealed class Latencies
{
    private static readonly long Highest = (long)TimeSpan.FromMinutes(10).TotalMicroseconds;
    private readonly LongHistogram _histogram = new(1, Highest, numberOfSignificantValueDigits: 3);
    private readonly Lock _gate = new();

    public long Count { get { lock (_gate) return _histogram.TotalCount; } }

    public void Add(TimeSpan duration)
    {
        lock (_gate) _histogram.RecordValue(Math.Clamp((long)duration.TotalMicroseconds, 1, Highest));
    }

    public void Add(Latencies other)
    {
        LongHistogram copy;
        lock (other._gate) copy = (LongHistogram)other._histogram.Copy();
        lock (_gate) _histogram.Add(copy);
    }

    public Percentiles Percentiles()
    {
        lock (_gate)
        {
            var count = _histogram.TotalCount;
            return new(At(50, count, 1), At(95, count, 20), At(99, count, 100), At(100, count, 1));
        }
    }

    /// <summary>All values in milliseconds, in ascending order.</summary>
    public IReadOnlyList<double> Milliseconds()
    {
        lock (_gate)
        {
            return [.. _histogram.RecordedValues().SelectMany(v =>
                Enumerable.Repeat(v.ValueIteratedTo / 1000d, (int)v.CountAddedInThisIterationStep))];
        }
    }

    /// <param name="least">With fewer values, the percentile would only be the largest one.</param>
    private double? At(double percentile, long count, long least)
        => count < least ? null : _histogram.GetValueAtPercentile(percentile) / 1000d;
}

/// <summary>Percentiles and the maximum in milliseconds. One is null when too few values are behind it: p95 needs 20,
/// p99 needs 100, and the others need one.</summary>
public sealed record Percentiles(double? P50, double? P95, double? P99, double? Max)
{
    /// <summary>The percentile that <paramref name="compared"/> is the ratio of: p50 or p95.</summary>
    public double? At(RatioInterval compared) => compared.Quantile == 0.5 ? P50 : P95;

    /// <summary>The p95, or the largest of fewer than 20 values; 0 without any.</summary>
    public double P95OrLargest() => P95 ?? Max ?? 0;

    /// <summary>The p99, or the largest of fewer than 100 values; 0 without any.</summary>
    public double P99OrLargest() => P99 ?? Max ?? 0;
}
