using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Reporting;

/// <summary>All measured routes with the rules' results. Thread-safe; its memory is bounded.</summary>
internal sealed class RouteRegistry(IOptions<ServerHealthChecklistOptions> options, OwnClock clock)
{
    // An application can add endpoints while it runs.
    private const int MaxRoutes = 1_000;

    // A process's first requests also take the time to compile code that all routes share.
    private const int WarmUp = 5;

    private static readonly RouteName Others = RouteName.From("(other routes)");

    private readonly RateLimit _limitOfOthers = new(options.Value.MeasurementsPerSecond, clock.Time);
    private readonly UnroutedPaths _unrouted = new();
    private volatile Routes _routes = new();
    private long _requests;

    /// <summary>The route's state. The routes beyond the limit share a state per method, and one rate limit.</summary>
    /// <param name="endpoint">Null if the request has none; then the path gives the name.</param>
    public RouteState Get(string method, Endpoint? endpoint, string path)
    {
        var name = RouteName.Of(endpoint) ?? _unrouted.NameOf(path);
        var key = new Key(RouteMethod.NameOf(method), name.Text);
        var routes = _routes;
        if (routes.ByName.TryGetValue(key, out var state)) return state;
        // Counting takes all of the dictionary's locks, so it ends at the limit.
        if (!routes.AreMany) routes.AreMany = routes.ByName.Count >= MaxRoutes;
        return routes.AreMany
            ? routes.ByName.GetOrAdd(new(key.Method, Others.Text), k => new(k.Method, Others, _limitOfOthers))
            : routes.ByName.GetOrAdd(key, new RouteState(key.Method, name, CreateRateLimit()));
    }

    /// <summary>The method and route for messages. A request without an endpoint may still get one.</summary>
    public string Describe(string method, Endpoint? endpoint, string path)
        => RouteName.Of(endpoint) is null
            ? $"{RouteMethod.NameOf(method)} {_unrouted.Describe(path)}"
            : Get(method, endpoint, path).Key;

    /// <inheritdoc cref="RouteState.AddRequest"/>
    public RouteHistory AddRequest(RouteState route, TimeSpan? appTime, TimeSpan slow)
        => route.AddRequest(appTime, cold: Interlocked.Increment(ref _requests) <= WarmUp, slow);

    public IReadOnlyList<RouteHealth> All() =>
    [
        .. _routes.ByName.Values
            .Where(r => r.Requests > 0)
            .OrderBy(r => r.Route, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal)
            .Select(r => r.Snapshot()),
    ];

    public void Clear()
    {
        _routes = new();
        _unrouted.Clear();
    }

    public RateLimit CreateRateLimit() => new(options.Value.MeasurementsPerSecond, clock.Time);

    // Every request asks, and a tuple of two texts takes several times longer to look up.
    private readonly record struct Key(string Method, string Route);

    private sealed class Routes
    {
        public ConcurrentDictionary<Key, RouteState> ByName { get; } = new();

        /// <summary>True if no further route gets a state of its own.</summary>
        public volatile bool AreMany;
    }
}
