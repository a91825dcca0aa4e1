namespace PyConDemo.Checklist.Reporting;

/// <summary>All measured routes with the rules' results. Thread-safe; its memory is bounded.</summary>
internal sealed class RouteRegistry(IOptions<ServerHealthChecklistOptions> options, TimeProvider time)
{
    // Routes are patterns, whose number is limited. Without routing they are paths, whose number is not.
    private const int MaxRoutes = 1_000;

    // A process's first requests also pay for the compilation of code that all routes share.
    private const int WarmUp = 5;

    private readonly ConcurrentDictionary<(string Method, string Route), RouteState> _routes = new();
    private long _requests;

    /// <summary>The route's state. Beyond the limit, it is a new state that is not kept.</summary>
    /// <param name="known">The state that the caller got before; saves a look-up if it is the same route.</param>
    public RouteState Get(string method, string route, RouteState? known)
    {
        if (known is not null && known.Route == route && known.Method == method) return known;
        if (_routes.TryGetValue((method, route), out var state)) return state;
        state = new(method, route, CreateRateLimit());
        return _routes.Count >= MaxRoutes ? state : _routes.GetOrAdd((method, route), state);
    }

    /// <inheritdoc cref="RouteState.AddRequest"/>
    public RouteHistory AddRequest(RouteState route, TimeSpan appTime, TimeSpan slow)
        => route.AddRequest(appTime, cold: Interlocked.Increment(ref _requests) <= WarmUp, slow);

    public IReadOnlyList<RouteHealth> All() =>
    [
        .. _routes.Values
            .Where(r => r.Requests > 0)
            .OrderBy(r => r.Route, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal)
            .Select(r => r.Snapshot()),
    ];

    public RateLimit CreateRateLimit() => new(options.Value.MeasurementsPerSecond, time);
}
