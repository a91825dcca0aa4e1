using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Http;

/// <summary>Brings a request that is over before the rules.</summary>
internal sealed class RequestEvaluator(ServerHealthChecklistOptions options, RouteRegistry board, RuleRunner verdicts)
{
    /// <summary>Completes with the last verdict.</summary>
    public Task EvaluateAsync(RequestMeasurement measurement)
    {
        var (request, route) = (measurement.Vitals!, measurement.Route);
        var rules = route.GetRules(options, measurement.Endpoint);
        var innocent = measurement.Recorder.HasNothingSuspicious(rules.Rules.NPlusOne.Repeats);
        var aggregated = !innocent && request.Vitals.Shapes.Any(s => s.Shape.Aggregates);
        var habit = board.AddRequest(route, measurement.AppTime!.Value, aggregated, rules.Rules.LongRequests.Threshold);

        // Nearly every request: nothing in it that a rule could find, so none is asked.
        var headers = measurement.Context.Response.Headers;
        if (innocent && rules.Suppressed.Count == 0 && rules.Rules.LongRequests.IsLong(habit.AppTimes) == false
            && headers.ContentEncoding.Count == 0 && request.Bytes < rules.Rules.FatPayloads.Smallest)
        {
            verdicts.MarkHealthy(request, route);
            return Task.CompletedTask;
        }

        var body = BodyReader.Read(headers, request.Bytes, HttpMethods.IsHead(request.Method) ? default : measurement.BodyStart);
        var facts = Facts(measurement) with { Body = body, AppTimes = habit.AppTimes, AggregatedShare = habit.AggregatedShare };
        request.BytesBeforeCompression = body.BytesBeforeCompression;
        return verdicts.RunAsync(new(request, facts, route, rules, measurement.Span));
    }

    public static RequestFacts Facts(RequestMeasurement measurement) => new()
    {
        Method = measurement.Context.Request.Method,
        AcceptsCompression = AcceptEncoding.HasCompression(measurement.Context.Request.Headers.AcceptEncoding),
    };
}
