using System.Numerics;

namespace PyConDemo.Checklist.Rules;

/// <summary>Which of a route's latest twenty requests aggregated many rows. It is a value type, so a copy does not
/// change when the route gets further requests.</summary>
internal struct RecentAggregates
{
    public const int Capacity = 20;
    private uint _aggregated; // one bit per request, the latest one lowest

    /// <summary>The number of requests, at most twenty.</summary>
    public int Requests { get; private set; }

    /// <summary>The number of those that aggregated many rows.</summary>
    public readonly int Aggregated => BitOperations.PopCount(_aggregated);

    public void Add(bool aggregated)
    {
        _aggregated = ((_aggregated << 1) | (aggregated ? 1u : 0u)) & ((1u << Capacity) - 1);
        Requests = Math.Min(Requests + 1, Capacity);
    }
}
