using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Checklist.Http;

/// <summary>Hands a finished request to the rules.</summary>
internal sealed class RequestEvaluator(ServerHealthChecklistOptions options, RouteRegistry routes, RuleRunner runner)
{
    /// <summary>Completes when the results are final.</summary>
    public Task EvaluateAsync(RequestMeasurement measurement)
    {
        var (request, route) = (measurement.Result!, measurement.Route);
        var rules = route.GetRules(options, measurement.Endpoint);
        var nothingSuspicious = measurement.Recorder.HasNothingSuspicious(rules.Rules.NPlusOne.Repeats);
        var aggregated = !nothingSuspicious && request.Vitals.Shapes.Any(s => s.Shape.Aggregates);
        var slow = rules.Rules.LongRequests.Threshold;
        var history = routes.AddRequest(route, measurement.AppTime!.Value, aggregated, slow);

        // Most requests contain nothing that a rule could find, so the rules don't run.
        var headers = measurement.Context.Response.Headers;
        if (nothingSuspicious
            && rules.Suppressed.Count == 0
            && rules.Rules.LongRequests.IsLong(history.AppTimes) == false
            && headers.ContentEncoding.Count == 0
            && request.Bytes < rules.Rules.FatPayloads.SmallestFinding)
        {
            runner.MarkHealthy(request, route);
            return Task.CompletedTask;
        }

        var bodyStart = HttpMethods.IsHead(request.Method) ? default : measurement.BodyStart;
        var body = BodyReader.Read(headers, request.Bytes, bodyStart);
        request.BytesBeforeCompression = body.BytesBeforeCompression;
        var facts = Facts(measurement) with
        {
            Body = body,
            AppTimes = history.AppTimes,
            AggregatedShare = history.AggregatedShare,
        };
        return runner.RunAsync(new(request, facts, route, rules, measurement.Span));
    }

    /// <summary>The facts that are known before the body is sent.</summary>
    public static RequestFacts Facts(RequestMeasurement measurement) => new()
    {
        Method = measurement.Context.Request.Method,
        AcceptsCompression = AcceptsCompression(measurement.Context.Request.Headers.AcceptEncoding),
    };

    // `q=0` means that the client does not accept it.
    private static bool AcceptsCompression(StringValues header)
        => header.Count > 0 && StringWithQualityHeaderValue.TryParseList(header, out var encodings)
            && encodings.Any(e => e.Quality is not 0 && e.Value.Value is "br" or "gzip" or "zstd" or "deflate" or "*");
}
