using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Reporting;

/// <summary>What is known about one route: a line of the board. Thread-safe.</summary>
internal sealed class RouteState(string method, string route, RateLimit ration)
{
    // The code of a route's first request is still being compiled.
    private const int WarmUp = 1;
    private readonly Lock _gate = new();
    private readonly RuleResult?[] _results = new RuleResult?[HealthRules.All.Count];
    private readonly bool[] _reported = new bool[HealthRules.All.Count];
    private AppTimes _appTimes;
    private (Endpoint? Endpoint, RouteRules Rules)? _rules;
    private long _requests, _aggregated;

    public string Method => method;
    public string Route => route;
    public string Key { get; } = $"{method} {route}";
    public RateLimit RateLimit => ration;
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The rules that it is known to break, as the header has them; empty when there are none.</summary>
    public string BrokenRules { get; private set; } = "";

    /// <summary>Its rules. Made once: the settings don't change while the application runs.</summary>
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

    /// <summary>Counts a request in.</summary>
    /// <param name="appTime">Its time outside SQL.</param>
    /// <param name="cold">Whether the process has only just started.</param>
    /// <param name="aggregated">Whether it aggregated.</param>
    /// <param name="slow">The time that a cold request may have for its compiling. A cold one that is faster tells as much as any.</param>
    public RouteHistory AddRequest(TimeSpan appTime, bool cold, bool aggregated, TimeSpan slow)
    {
        lock (_gate)
        {
            cold |= _requests++ < WarmUp;
            if (aggregated) _aggregated++;
            if (!cold || appTime < slow) _appTimes.Add(appTime);
            return new(_appTimes, (double)_aggregated / _requests);
        }
    }

    /// <summary>Takes a request's results in, all six in their order: the worst evidence stays. The answer is the findings that it didn't have yet.</summary>
    public IReadOnlyList<Finding> Merge(IReadOnlyList<RuleResult> results)
    {
        lock (_gate)
        {
            List<Finding>? added = null;
            var changed = false;
            for (var i = 0; i < _results.Length; i++)
            {
                var (result, known) = (results[i], _results[i]);
                if (Outweighs(result, known)) (_results[i], changed) = (result, changed || result.State != known?.State);
                if (result.State != HealthState.Unhealthy || _reported[i]) continue;
                _reported[i] = true;
                (added ??= []).Add(result.Finding!);
            }
            if (changed) BrokenRules = string.Join(", ", _results.Where(r => r?.State == HealthState.Unhealthy).Select(r => r!.Rule));
            return added ?? (IReadOnlyList<Finding>)[];
        }
    }

    public RouteHealth Snapshot()
    {
        lock (_gate)
            return new() { Method = method, Route = route, Requests = _requests, Rules = [.. _results.Select((r, i) => r ?? new(HealthRules.All[i], HealthState.NotSeen))] };
    }

    private static bool Outweighs(RuleResult result, RuleResult? known)
    {
        if (known is null || result.State > known.State) return true;
        if (result.State == known.State && (result.Finding?.Amount > known.Finding?.Amount || result.State == HealthState.NotSeen)) return true;
        // These two judge a habit, not one request: their latest word counts.
        return result.Rule is HealthRules.LongRequests or HealthRules.HotAggregations && result.State != HealthState.NotSeen;
    }
}
