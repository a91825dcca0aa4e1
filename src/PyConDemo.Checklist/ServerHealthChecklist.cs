using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Plans;

namespace PyConDemo.Checklist;

internal sealed class ServerHealthChecklist(
    IOptions<ServerHealthChecklistOptions> options, RequestLog log, RouteRegistry routes, PlanCache plans,
    RequestTrackers trackers, TimeProvider time) : IServerHealthChecklist
{
    public IReadOnlyList<MeasuredRequest> Requests => log.All();

    public IReadOnlyList<RouteHealth> Routes => routes.All();

    // This method must not be async: the measurement that it starts would end when it returns.
    public Measurement Measure([CallerMemberName] string name = "")
    {
        var measurement = new Measurement(name, options.Value.MaxShapes, time, this);
        trackers.Add(measurement.Tracker);
        return measurement;
    }

    public MeasuredRequest? Find(string id) => log.Find(id);

    public Task<MeasuredRequest?> FindAsync(string id) => log.FindAsync(id);

    public void Remove(Measurement measurement) => trackers.Remove(measurement.Tracker);

    public async Task<IReadOnlyList<RuleResult>> CheckAsync(Measurement measurement)
    {
        await measurement.Tracker.WaitAsync();
        await plans.ExplainAsync(measurement.Vitals.Shapes);
        return CheckNow(measurement);
    }

    public IReadOnlyList<RuleResult> CheckNow(Measurement measurement)
    {
        // A tracked request's results cover its commands, and they also know its method, body and route.
        if (measurement.Requests is { Count: > 0 } requests) return [.. requests.SelectMany(r => r.Results)];
        var evidence = new Evidence(measurement.Vitals, Request: null, plans.Find);
        return RouteRules.Create(options.Value, measurement.Name, endpoint: null).Check(evidence, measurement.Name);
    }
}
