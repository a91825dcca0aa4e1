using PyConDemo.Checklist.Http;

namespace PyConDemo.Checklist;

/// <summary>Measures what work costs the database, and checks it against the rules. Thread-safe.</summary>
public interface IServerHealthChecklist
{
    /// <summary>Measures everything that the caller does from now on, including what it awaits or starts, until the
    /// measurement is disposed. Use it in tests and for work outside a request. Measurements nest: an inner one's
    /// commands also count in the outer ones.</summary>
    /// <param name="name">The name of the measured work in messages; by default, the calling method's name.</param>
    Measurement Measure([CallerMemberName] string name = "");

    /// <summary>The latest measured requests, oldest first. `KeptRequests` limits their number.</summary>
    IReadOnlyList<MeasuredRequest> Requests { get; }

    /// <summary>Finds a request by the value of its answer's `Checklist-Request` header.</summary>
    /// <returns>Null if the id is unknown, the request is no longer remembered, or it is still running.</returns>
    MeasuredRequest? Find(string id);

    /// <summary>Like <see cref="Find"/>, but waits up to two seconds for the rules' results.</summary>
    Task<MeasuredRequest?> FindAsync(string id);

    /// <summary>The rules' results for each measured route. A finding stays until 100 requests in a row were
    /// healthy.</summary>
    IReadOnlyList<RouteHealth> Routes { get; }

    /// <summary>Forgets all routes and requests, for instance after a fix.</summary>
    void Reset();
}

internal sealed class ServerHealthChecklist(
    IOptions<ServerHealthChecklistOptions> options, RequestLog log, RouteRegistry routes, PlanCache plans,
    RequestTrackers trackers, CallSites sites, OwnClock clock) : IServerHealthChecklist
{
    // Requests may never end. This is longer than all the time limits of a plan together.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public IReadOnlyList<MeasuredRequest> Requests => log.All();

    public IReadOnlyList<RouteHealth> Routes => routes.All();

    public void Reset()
    {
        routes.Clear();
        log.Clear();
    }

    // This method must not be async: the measurement that it starts would end when it returns.
    public Measurement Measure([CallerMemberName] string name = "")
    {
        var measurement = new Measurement(name, sites, options.Value.MaxShapes, clock.Time, this);
        trackers.Add(measurement.Tracker);
        return measurement;
    }

    public MeasuredRequest? Find(string id) => log.Find(id);

    public Task<MeasuredRequest?> FindAsync(string id) => log.FindAsync(id);

    public void Remove(Measurement measurement) => trackers.Remove(measurement.Tracker);

    public async Task<IReadOnlyList<RuleResult>> CheckAsync(Measurement measurement)
    {
        await Task.WhenAll(measurement.Tracker.RequestIds.Select(log.WaitAsync)).WaitAsync(Timeout);
        await plans.ExplainAsync(measurement.Vitals.Shapes);
        return CheckNow(measurement);
    }

    public IReadOnlyList<RuleResult> CheckNow(Measurement measurement)
    {
        // A tracked request's results cover its commands, and they also know its method, body and route.
        if (measurement.Requests is { Count: > 0 } requests) return [.. requests.SelectMany(r => r.Results)];
        var evidence = new Evidence(measurement.Vitals, Request: null, plans.Find);
        return RouteRules.Create(options.Value, measurement.Name).Check(evidence, measurement.Name);
    }
}
