using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Reporting;

/// <summary>All routes that were measured, and what the rules say about each. Thread-safe and bounded.</summary>
internal sealed class RouteRegistry(IOptions<ServerHealthChecklistOptions> options, TimeProvider time)
{
    // Patterns, not paths, so a program has as many as it maps; without routing, paths are what there is, and have no end.
    private const int MaxRoutes = 1_000;

    // The code of a process's first requests is still being compiled.
    private const int WarmUp = 5;
    private readonly ConcurrentDictionary<(string Method, string Route), RouteState> _routes = new();
    private int _count;
    private long _requests;

    /// <summary>The route's line; beyond the limit, one that nobody else sees.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="route">The pattern.</param>
    /// <param name="known">A line that it may be.</param>
    public RouteState Get(string method, string route, RouteState? known)
    {
        if (known is not null && known.Route == route && known.Method == method) return known;
        if (_routes.TryGetValue((method, route), out var state)) return state;
        state = new(method, route, CreateRateLimit());
        return Volatile.Read(ref _count) >= MaxRoutes ? state : _routes.GetOrAdd((method, route), Counted, state);
    }

    /// <summary>Counts a request in.</summary>
    public RouteHistory AddRequest(RouteState route, TimeSpan appTime, bool aggregated, TimeSpan slow)
        => route.AddRequest(appTime, cold: Interlocked.Increment(ref _requests) <= WarmUp, aggregated, slow);

    public IReadOnlyList<RouteHealth> All() =>
    [
        .. _routes.Values.Where(r => r.Requests > 0).OrderBy(r => r.Route, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal)
            .Select(r => r.Snapshot()),
    ];

    public RateLimit CreateRateLimit() => new(options.Value.MeasurementsPerSecond, time);

    private RouteState Counted((string Method, string Route) key, RouteState state)
    {
        Interlocked.Increment(ref _count);
        return state;
    }
}
