using PyConDemo.Checklist.Plans;

namespace PyConDemo.Checklist.Http;

/// <summary>Writes the headers of a measured answer. They can only contain what is known when they are sent: the body's
/// size and the route's history are not.</summary>
internal sealed class MeasurementHeaders(ServerHealthChecklistOptions options, PlanCache plans)
{
    private const string RequestHeader = "Checklist-Request";
    private const string FindingsHeader = "Checklist-Findings";

    public void Write(RequestMeasurement measurement)
    {
        var headers = measurement.Context.Response.Headers;
        var (commands, _, sql) = measurement.Recorder.Sums;
        if (options.ServerTiming) headers.Append("Server-Timing", ServerTiming(commands, sql, measurement.Elapsed));
        headers[RequestHeader] = measurement.Id;
        if (options.FindingsHeader && Findings(measurement) is { Length: > 0 } findings)
            headers[FindingsHeader] = findings;
    }

    // The format that browsers' developer tools show: https://www.w3.org/TR/server-timing/.
    private static string ServerTiming(long commands, TimeSpan sql, TimeSpan app)
    {
        var noun = commands == 1 ? "command" : "commands";
        return string.Create(CultureInfo.InvariantCulture,
            $"sql;dur={Ms(sql)}.{Us(sql):D3};desc=\"{commands} {noun}\", app;dur={Ms(app)}.{Us(app):D3}");
    }

    // Integers, because formatting two fractions takes longer than the rest of the header.
    private static long Ms(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private static long Us(TimeSpan time) => time.Ticks % TimeSpan.TicksPerMillisecond / TimeSpan.TicksPerMicrosecond;

    private string Findings(RequestMeasurement measurement)
    {
        var route = measurement.Route;
        var rules = route.GetRules(options, measurement.Endpoint);
        if (measurement.Recorder.HasNothingSuspicious(rules.Rules.NPlusOne.Repeats)) return route.BrokenRules;
        var evidence = new Evidence
        {
            Vitals = measurement.Recorder.Snapshot(),
            Request = RequestEvaluator.Facts(measurement),
            Plan = plans.Find,
        };
        var now = rules.Check(evidence, route.Key).Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule);
        return string.Join(", ", HealthRules.All.Intersect(route.BrokenRules.Split(", ").Concat(now)));
    }
}
