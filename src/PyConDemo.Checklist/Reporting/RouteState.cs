namespace PyConDemo.Checklist.Reporting;

/// <summary>All that is known about one route. Thread-safe.</summary>
internal sealed class RouteState(string method, string route, RateLimit rateLimit)
{
    // A route's first request also pays for the compilation of its code.
    private const int WarmUp = 1;

    private readonly Lock _gate = new();
    private readonly RuleResult?[] _results = new RuleResult?[HealthRules.All.Count];
    private readonly bool[] _reported = new bool[HealthRules.All.Count];
    private AppTimes _appTimes;
    private (Endpoint? Endpoint, RouteRules Rules)? _rules;
    private RecentAggregates _aggregates;
    private long _requests;

    public string Method => method;
    public string Route => route;
    public string Key { get; } = $"{method} {route}";
    public RateLimit RateLimit => rateLimit;
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The slugs of the rules that the route breaks, as the response header lists them.</summary>
    public string BrokenRules { get; private set; } = "";

    /// <summary>The route's rules, which are created once: settings don't change while the application runs.</summary>
    public RouteRules GetRules(ServerHealthChecklistOptions options, Endpoint? endpoint)
    {
        lock (_gate)
        {
            if (_rules is { } known && ReferenceEquals(known.Endpoint, endpoint)) return known.Rules;
            var rules = RouteRules.Create(options, route, endpoint);
            _rules = (endpoint, rules);
            return rules;
        }
    }

    /// <summary>Adds a request to the route's history.</summary>
    /// <param name="cold">True for a process's first requests, whose code is still being compiled.</param>
    /// <param name="slow">From this time on a request is slow. A slow cold request is ignored.</param>
    public RouteHistory AddRequest(TimeSpan appTime, bool cold, TimeSpan slow)
    {
        lock (_gate)
        {
            cold |= _requests++ < WarmUp;
            if (!cold || appTime < slow) _appTimes.Add(appTime);
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

    /// <summary>Merges a request's six results into the route's and keeps the worst evidence.</summary>
    /// <returns>The findings of rules that no earlier request to this route broke.</returns>
    public IReadOnlyList<Finding> Merge(IReadOnlyList<RuleResult> results)
    {
        lock (_gate)
        {
            List<Finding>? added = null;
            var changed = false;
            for (var i = 0; i < _results.Length; i++)
            {
                var (result, known) = (results[i], _results[i]);
                if (Outweighs(result, known))
                {
                    _results[i] = result;
                    changed |= result.State != known?.State;
                }

                if (result.State != HealthState.Unhealthy || _reported[i]) continue;
                _reported[i] = true;
                (added ??= []).Add(result.Finding!);
            }
            if (changed)
            {
                var broken = _results.Where(r => r?.State == HealthState.Unhealthy);
                BrokenRules = string.Join(", ", broken.Select(r => r!.Rule));
            }
            return added ?? (IReadOnlyList<Finding>)[];
        }
    }

    public RouteHealth Snapshot()
    {
        lock (_gate)
        {
            return new()
            {
                Method = method,
                Route = route,
                Requests = _requests,
                Rules = [.. _results.Select((r, i) => r ?? new(HealthRules.All[i], HealthState.NotSeen))],
            };
        }
    }

    private static bool Outweighs(RuleResult result, RuleResult? known)
    {
        if (known is null || result.State > known.State) return true;
        if (result.State == HealthState.NotSeen) return result.State == known.State;
        // These two rules use the route's history, not one request, so their latest result counts.
        return result.Rule is HealthRules.LongRequests or HealthRules.HotAggregations
            || (result.State == known.State && result.Finding?.Amount > known.Finding?.Amount);
    }
}
