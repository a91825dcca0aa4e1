using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Http;

/// <summary>What a measured answer's headers tell: what is proven when they leave. The body and the habit come later.</summary>
internal sealed class MeasurementHeaders(ServerHealthChecklistOptions options, PlanCache plans)
{
    public void Write(RequestMeasurement measurement)
    {
        var headers = measurement.Context.Response.Headers;
        var (commands, _, sql) = measurement.Recorder.Sums;
        if (options.ServerTiming) ServerTiming.AppendTo(headers, commands, sql, measurement.Elapsed);
        headers[ServerTiming.RequestHeader] = measurement.Id;
        if (options.FindingsHeader && Findings(measurement) is { Length: > 0 } findings) headers[ServerTiming.FindingsHeader] = findings;
    }

    // Of this request, and of those to the same route before.
    private string Findings(RequestMeasurement measurement)
    {
        var route = measurement.Route;
        var rules = route.GetRules(options, measurement.Endpoint);
        if (measurement.Recorder.HasNothingSuspicious(rules.Rules.NPlusOne.Repeats)) return route.BrokenRules;
        var evidence = new Evidence { Vitals = measurement.Recorder.Snapshot(), Request = RequestEvaluator.Facts(measurement), Plan = plans.Find };
        var now = Checkup.Run(evidence, route.Key, rules).Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule);
        return string.Join(", ", HealthRules.All.Intersect(route.BrokenRules.Split(", ").Concat(now)));
    }
}
