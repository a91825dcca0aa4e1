using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Reporting;

/// <summary>All that is known about one route. Thread-safe.</summary>
internal sealed class RouteState(string method, RouteName name, RateLimit rateLimit)
{
    // A route's first request also takes the time to compile its code.
    private const int WarmUp = 1;

    private readonly Lock _gate = new();
    private readonly RouteRule[] _results = [.. HealthRules.All.Select(slug => new RouteRule(slug))];
    private readonly RouteObservations _observations = new();
    private AppTimes _appTimes;
    private (Endpoint? Endpoint, RouteRules Rules)? _rules;
    private RecentAggregates _aggregates;
    private long _begun;
    private long _requests;

    public string Method => method;
    public string Route => name.Text;
    public string Key { get; } = $"{method} {name.Text}";
    public RateLimit RateLimit => rateLimit;

    /// <summary>The requests whose results are merged.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The slugs of the rules that the route breaks, as the response header lists them.</summary>
    public string BrokenRules { get; private set; } = "";

    /// <summary>The route's rules, which are created once: settings don't change while the application runs.</summary>
    public RouteRules GetRules(ServerHealthChecklistOptions options, Endpoint? endpoint)
    {
        lock (_gate)
        {
            if (_rules is { } known && ReferenceEquals(known.Endpoint, endpoint)) return known.Rules;
            var rules = RouteRules.Create(options, method, RouteName.Of(endpoint) ?? name, endpoint);
            _rules = (endpoint, rules);
            return rules;
        }
    }

    /// <summary>Adds a request to the route's history.</summary>
    /// <param name="appTime">Null if it says nothing about the route, as for a stream.</param>
    /// <param name="cold">True for a process's first requests, whose code is still being compiled.</param>
    /// <param name="slow">From this time on a request is slow. A slow cold request is ignored.</param>
    public RouteHistory AddRequest(TimeSpan? appTime, bool cold, TimeSpan slow)
    {
        lock (_gate)
        {
            cold |= _begun++ < WarmUp;
            if (appTime is { } counted && (!cold || counted < slow)) _appTimes.Add(counted);
            return new(_appTimes, _aggregates);
        }
    }

    /// <summary>Adds to the route's history whether a request aggregated many rows, when its plans are known.</summary>
    public RecentAggregates AddAggregates(bool many)
    {
        lock (_gate)
        {
            _aggregates.Add(many);
            return _aggregates;
        }
    }

    /// <summary>Merges a request's six results into the route's.</summary>
    /// <param name="at">The request's start.</param>
    /// <param name="earlier">The request's results that were merged before its query plans were known.</param>
    /// <returns>The findings that are new, or that come back.</returns>
    public IReadOnlyList<Finding> Merge(
        IReadOnlyList<RuleResult> results, DateTimeOffset at, IReadOnlyList<RuleResult>? earlier = null)
    {
        lock (_gate)
        {
            if (earlier is null) _requests++;
            List<Finding>? added = null;
            var changed = false;
            for (var i = 0; i < _results.Length; i++)
            {
                // The request counts once. Only the reason why nothing was seen can change.
                if (earlier?[i].State == results[i].State && results[i].State != HealthState.NotSeen) continue;
                var before = _results[i].Result.State;
                if (_results[i].Add(results[i], at) is { } finding) (added ??= []).Add(finding);
                changed |= _results[i].Result.State != before;
            }
            if (changed)
            {
                var broken = _results.Select(r => r.Result).Where(r => r.State == HealthState.Unhealthy);
                BrokenRules = string.Join(", ", broken.Select(r => r.Rule));
            }
            return added ?? (IReadOnlyList<Finding>)[];
        }
    }

    /// <inheritdoc cref="RouteObservations.Add"/>
    public IReadOnlyList<Observation> Observe(IReadOnlyList<Observation> seen, int needed)
    {
        lock (_gate) return _observations.Add(seen, needed);
    }

    public RouteHealth Snapshot()
    {
        lock (_gate)
        {
            return new()
            {
                Method = method,
                Route = name.Text,
                Requests = _requests,
                Rules = [.. _results.Select(r => r.Result)],
                Observations = _observations.Habits,
            };
        }
    }
}
