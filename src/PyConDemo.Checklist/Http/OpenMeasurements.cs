using System.Collections.Concurrent;

namespace PyConDemo.Checklist.Http;

/// <summary>The measurements that requests can be sent by.</summary>
internal sealed class OpenMeasurements
{
    private readonly ConcurrentDictionary<string, Measurement> _measurements = new();
    private volatile int _count; // asked for with every request, and the dictionary would take all its locks to tell

    public bool Any => _count > 0;

    public void Add(Measurement measurement)
    {
        if (_measurements.TryAdd(measurement.Id, measurement)) Interlocked.Increment(ref _count);
    }

    public void Remove(Measurement measurement)
    {
        if (_measurements.TryRemove(measurement.Id, out _)) Interlocked.Decrement(ref _count);
    }

    public Measurement? Find(string id) => _measurements.GetValueOrDefault(id);
}
