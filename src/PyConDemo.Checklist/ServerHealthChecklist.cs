using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist;

internal sealed class ServerHealthChecklist(
    IOptions<ServerHealthChecklistOptions> options, RequestLog log, RouteRegistry board, PlanCache plans, OpenMeasurements measurements, TimeProvider time)
    : IServerHealthChecklist
{
    public IReadOnlyList<MeasuredRequest> Requests => log.All();
    public IReadOnlyList<RouteHealth> Routes => board.All();

    // Not async: a measurement opened in an async method would be forgotten when it returns.
    public Measurement Measure([CallerMemberName] string name = "")
    {
        var measurement = new Measurement(name, options.Value.MaxShapes, time, this);
        measurements.Add(measurement);
        return measurement;
    }

    public MeasuredRequest? Find(string id) => log.Find(id);

    public Task<MeasuredRequest?> FindAsync(string id) => log.FindAsync(id);

    public void Remove(Measurement measurement) => measurements.Remove(measurement);

    public async Task<IReadOnlyList<RuleResult>> Check(Measurement measurement)
    {
        await measurement.Verdicts;
        await plans.ExplainAsync(measurement.Vitals.Shapes);
        return CheckNow(measurement);
    }

    // Commands of a followed request are its own matter: there, what a request may do is known.
    public IReadOnlyList<RuleResult> CheckNow(Measurement measurement)
    {
        var requests = measurement.Requests;
        var own = requests.Count > 0 ? [] : Checkup.Run(
            new() { Vitals = measurement.Vitals, Plan = plans.Find }, measurement.Name, RouteRules.Create(options.Value, measurement.Name, endpoint: null));
        return [.. own, .. requests.SelectMany(r => r.Results)];
    }
}
