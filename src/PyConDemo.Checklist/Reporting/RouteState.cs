namespace PyConDemo.Checklist.Reporting;

/// <summary>What is known about one route: a line of the board. Its board's lock guards it.</summary>
internal sealed class RouteState(string method, string route)
{
    private const int Remembered = 5;
    private readonly Dictionary<string, RuleResult> _results = [];
    private readonly Queue<TimeSpan> _appTimes = new();
    private readonly HashSet<string> _reported = [];

    public string Method => method;
    public string Route => route;
    public long Requests { get; private set; }
    public long Aggregated { get; private set; }
    public IReadOnlyList<TimeSpan> AppTimes => [.. _appTimes];
    public IReadOnlyDictionary<string, RuleResult> Results => _results;

    public void Arrived(TimeSpan? appTime, bool aggregated)
    {
        Requests++;
        if (aggregated) Aggregated++;
        if (appTime is not { } time) return;
        _appTimes.Enqueue(time);
        if (_appTimes.Count > Remembered) _appTimes.Dequeue();
    }

    /// <summary>Takes a result in: the worst evidence stays. True when it is a finding that this route didn't have yet.</summary>
    public bool Take(RuleResult result)
    {
        // These two judge a habit, not one request: their latest word counts.
        var judgesHabit = result.Rule is HealthRules.LongRequests or HealthRules.HotAggregations && result.State != HealthState.NotSeen;
        if (judgesHabit || !_results.TryGetValue(result.Rule, out var known) || IsWorse(result, known)) _results[result.Rule] = result;
        return result.State == HealthState.Unhealthy && _reported.Add(result.Rule);
    }

    private static bool IsWorse(RuleResult result, RuleResult known)
        => result.State > known.State || (result.State == known.State && result.Finding?.Amount > known.Finding?.Amount);
}
