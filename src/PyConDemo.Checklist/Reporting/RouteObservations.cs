using System.Numerics;

namespace PyConDemo.Checklist.Reporting;

/// <summary>What a route's requests showed beside the six rules. The route's lock guards it.</summary>
internal sealed class RouteObservations
{
    private const int Latest = 20;
    private readonly List<Kind> _kinds = []; // most routes have none

    /// <summary>The worst observation of each kind that is a habit of the route.</summary>
    public IReadOnlyList<Observation> Habits => [.. _kinds.Where(k => k.IsHabit).Select(k => k.Worst)];

    /// <summary>Adds what one request showed.</summary>
    /// <param name="needed">The number of the latest requests that make a habit.</param>
    /// <returns>The observations that became a habit by this request.</returns>
    public IReadOnlyList<Observation> Add(IReadOnlyList<Observation> seen, int needed)
    {
        if (seen.Count == 0 && _kinds.Count == 0) return [];
        foreach (var observation in seen)
            if (!_kinds.Exists(k => k.Worst.Kind == observation.Kind)) _kinds.Add(new(observation));
        List<Observation> habits = [];
        foreach (var kind in _kinds)
            if (kind.Add(seen.FirstOrDefault(o => o.Kind == kind.Worst.Kind), needed)) habits.Add(kind.Worst);
        _kinds.RemoveAll(k => k.IsOver);
        return habits;
    }

    private sealed class Kind(Observation first)
    {
        private uint _requests; // one bit per request that showed it, the latest one lowest
        private int _without;

        public Observation Worst { get; private set; } = first;

        /// <summary>A habit stays as long as a finding would.</summary>
        public bool IsHabit { get; private set; }

        public bool IsOver => _without >= (IsHabit ? RouteRule.HealthyRequests : Latest);

        /// <returns>True if it has just become a habit.</returns>
        public bool Add(Observation? seen, int needed)
        {
            _requests = ((_requests << 1) | (seen is null ? 0u : 1u)) & ((1u << Latest) - 1);
            _without = seen is null ? _without + 1 : 0;
            if (seen is not null && IsWorse(seen)) Worst = seen;
            if (IsHabit || BitOperations.PopCount(_requests) < Math.Clamp(needed, 1, Latest)) return false;
            return IsHabit = true;
        }

        // The first request does not know the line of code.
        private bool IsWorse(Observation seen)
            => seen.Amount > Worst.Amount || (Worst.Source is null && seen.Source is not null);
    }
}
