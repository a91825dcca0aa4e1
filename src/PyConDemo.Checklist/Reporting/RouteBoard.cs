namespace PyConDemo.Checklist.Reporting;

/// <summary>All routes that were examined, and what the rules say about each. Thread-safe and bounded.</summary>
internal sealed class RouteBoard
{
    // Patterns, not paths, so a program has as many as it maps; without routing, paths are what there is, and have no end.
    private const int MaxRoutes = 1_000;

    // The code of a process's first requests is still being compiled, and so is that of a route's first one.
    private const int ProcessWarmUp = 5;
    private const int RouteWarmUp = 1;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RouteState> _routes = [];
    private long _requests;

    public static string Key(string method, string route) => $"{method} {route}";

    /// <summary>Counts a request in. Answers with the route's latest times and its share of requests that aggregate.</summary>
    public (IReadOnlyList<TimeSpan> AppTimes, double AggregatedShare) Arrived(string method, string route, TimeSpan appTime, bool aggregated)
    {
        lock (_gate)
        {
            _requests++;
            var state = Get(method, route);
            if (state is null) return ([], 1);
            var warm = _requests > ProcessWarmUp && state.Requests >= RouteWarmUp;
            state.Arrived(warm ? appTime : null, aggregated);
            return (state.AppTimes, (double)state.Aggregated / state.Requests);
        }
    }

    /// <summary>Takes a request's results in; the answer is the findings that its route didn't have yet.</summary>
    public IReadOnlyList<Finding> Take(string method, string route, IEnumerable<RuleResult> results)
    {
        lock (_gate)
            return Get(method, route) is { } state ? [.. results.Where(state.Take).Select(r => r.Finding!)] : [];
    }

    /// <summary>The rules that the route is known to break.</summary>
    public IReadOnlyList<string> Broken(string method, string route)
    {
        lock (_gate)
            return _routes.TryGetValue(Key(method, route), out var state)
                ? [.. state.Results.Values.Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule)] : [];
    }

    public IReadOnlyList<RouteHealth> All()
    {
        lock (_gate)
            return [.. _routes.Values.OrderBy(r => r.Route, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal).Select(r => new RouteHealth
            {
                Method = r.Method,
                Route = r.Route,
                Requests = r.Requests,
                Rules = [.. HealthRules.All.Select(slug => r.Results.GetValueOrDefault(slug) ?? new(slug, HealthState.NotSeen))],
            })];
    }

    private RouteState? Get(string method, string route)
    {
        var key = Key(method, route);
        if (_routes.TryGetValue(key, out var state)) return state;
        return _routes.Count >= MaxRoutes ? null : _routes[key] = new RouteState(method, route);
    }
}
