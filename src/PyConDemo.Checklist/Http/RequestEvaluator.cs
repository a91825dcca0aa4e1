using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Checklist.Http;

/// <summary>Runs the rules: before the headers, after the body, and when missing plans have arrived.</summary>
internal sealed class RequestEvaluator(
    IOptions<ServerHealthChecklistOptions> options, RouteRegistry routes, PlanCache plans, RequestLog log,
    Reporter reporter)
{
    private static readonly IReadOnlyList<RuleResult> AllHealthy =
        [.. HealthRules.All.Select(slug => new RuleResult(slug, HealthState.Healthy))];

    private readonly Func<StatementShape, bool> _needsNoPlan = plans.NeedsNoPlan;

    /// <summary>The slugs of the rules that this request or earlier ones to its route broke; may be empty.</summary>
    public string BrokenRules(RequestMeasurement measurement)
    {
        var (route, found) = (measurement.Route, FindBeforeAnswer(measurement));
        if (found.Count == 0) return route.BrokenRules;
        var slugs = route.BrokenRules.Split(", ").Concat(found.Select(f => f.Rule));
        return string.Join(", ", HealthRules.All.Intersect(slugs));
    }

    /// <summary>What the request itself broke, as far as it is known before its headers are sent.</summary>
    public IReadOnlyList<Finding> FindBeforeAnswer(RequestMeasurement measurement)
    {
        var (route, rules) = (measurement.Route, Rules(measurement));
        if (HasNothingSuspicious(measurement, rules)) return [];
        var evidence = new Evidence(
            measurement.Recorder.Snapshot(), Complete(measurement.GetFacts(), measurement), plans.Find);
        return [.. Unhealthy(rules.Check(evidence, route.Key)).Select(r => r.Finding!)];
    }

    /// <summary>Runs the rules on a finished request. Completes when the results are final.</summary>
    public Task EvaluateAsync(RequestMeasurement measurement)
    {
        var (request, route, rules) = (measurement.Result!, measurement.Route, Rules(measurement));
        var nothingSuspicious = HasNothingSuspicious(measurement, rules);
        var (longRequests, observations) = (rules.Rules.LongRequests, rules.Rules.Observations);
        var facts = measurement.GetFacts();
        TimeSpan? appTime = longRequests.WhyNotSeen(facts) is null ? request.Times.App : null;
        var history = routes.AddRequest(route, appTime, longRequests.Threshold);
        request.Stream = facts.Stream;

        // Most requests contain nothing that a rule could find, so the rules don't run.
        var headers = measurement.Context.Response.Headers;
        if (nothingSuspicious
            && rules.Suppressed.Count == 0
            && facts is { Stream: null, FailedWith: 0 }
            && request.TotalTime < longRequests.Threshold
            && longRequests.IsLong(history.AppTimes) == false
            && request.GetSums() is var (_, rows, sqlTime) && observations.FindsNothing(rows, sqlTime)
            && BodyReader.IsHealthy(headers, request.Bytes, rules.Rules.FatPayloads.SmallestFinding))
        {
            route.AddAggregates(many: false);
            route.Observe([], observations.Requests);
            request.Results = AllHealthy;
            route.Merge(AllHealthy, request.StartedAt);
            Store(request);
            return Task.CompletedTask;
        }

        reporter.LogBlindSpot(request.Vitals.BlindSpot);
        var body = BodyReader.Read(headers, request.Bytes, measurement.ReadBodyStart());
        request.BytesBeforeCompression = body.BytesBeforeCompression;
        facts = Complete(facts, measurement) with { Body = body, History = history };
        var planned = plans.ExplainAsync(request.Vitals.Shapes, observations.NeedsPlan);
        var input = new RuleInput(request, new(request.Vitals, facts, plans.Find), route, rules, measurement.Span);
        var hasPlans = planned.IsCompleted; // it can complete at any moment
        if (hasPlans) input = WithAggregates(input);
        request.Observations = FindObservations(input);
        request.Results = rules.Check(input.Evidence, route.Key);
        Report(input, earlier: null);
        if (hasPlans) MergeObservations(input);
        Store(request);
        return hasPlans ? Task.CompletedTask : EvaluateAgainAsync(input, planned);
    }

    private async Task EvaluateAgainAsync(RuleInput input, Task planned)
    {
        await planned;
        FailSafe.Run((Evaluator: this, Input: input), static x =>
        {
            var (input, earlier) = (x.Evaluator.WithAggregates(x.Input), x.Input.Request.Results);
            input.Request.Results = input.Rules.Check(input.Evidence, input.Route.Key);
            input.Request.Observations = x.Evaluator.FindObservations(input);
            x.Evaluator.Report(input, earlier);
            x.Evaluator.MergeObservations(input);
        });
    }

    private IReadOnlyList<Observation> FindObservations(RuleInput input)
        => input.Rules.Rules.Observations.Find(input.Evidence, plans.FindKnown);

    private void MergeObservations(RuleInput input)
    {
        var needed = input.Rules.Rules.Observations.Requests;
        foreach (var habit in input.Route.Observe(input.Request.Observations, needed))
            reporter.LogObservation(input.Route.Key, habit);
    }

    // Only the plans tell how many rows the request aggregated.
    private RuleInput WithAggregates(RuleInput input)
    {
        var rule = input.Rules.Rules.HotAggregations;
        var many = input.Evidence.Vitals.Shapes.Any(s => rule.IsHeavy(plans.Find(s)));
        var facts = input.Evidence.Request!;
        if (facts.FailedWith > 0 && !many) return input; // it shows no habit
        var history = facts.History with { Aggregates = input.Route.AddAggregates(many) };
        return input with { Evidence = input.Evidence with { Request = facts with { History = history } } };
    }

    // This follows the route's results, so that whoever sees the request sees them too.
    private void Store(MeasuredRequest request)
    {
        log.Add(request);
        reporter.RecordMetrics(request);
    }

    /// <param name="earlier">The same request's results before its plans were known; null if these are the
    /// first.</param>
    private void Report(RuleInput input, IReadOnlyList<RuleResult>? earlier)
    {
        var (request, results) = (input.Request, input.Request.Results);
        foreach (var finding in input.Route.Merge(results, request.StartedAt, earlier)) reporter.LogFinding(finding);
        foreach (var result in Unhealthy(results).ExceptBy(Unhealthy(earlier ?? []).Select(r => r.Rule), r => r.Rule))
        {
            reporter.CountFinding(input.Request, result.Finding!);
            reporter.AddSpanEvent(input.Span, result.Finding!);
        }
    }

    private static IEnumerable<RuleResult> Unhealthy(IReadOnlyList<RuleResult> results)
        => results.Where(r => r.State == HealthState.Unhealthy);

    private RouteRules Rules(RequestMeasurement measurement)
        => measurement.Route.GetRules(options.Value, measurement.Endpoint);

    private bool HasNothingSuspicious(RequestMeasurement measurement, RouteRules rules)
        => measurement.Recorder.HasNothingSuspicious(rules.Rules.NPlusOne.Repeats, _needsNoPlan);

    // They are completed only when they are needed, because parsing the header takes about as long as the other facts
    // together.
    private static RequestFacts Complete(RequestFacts facts, RequestMeasurement measurement) => facts with
    {
        AcceptsCompression = AcceptsCompression(measurement.Context.Request.Headers.AcceptEncoding),
        SaysEncodings = measurement.Context.Request.Headers.AcceptEncoding.Count > 0,
    };

    // `q=0` means that the client does not accept it.
    private static bool AcceptsCompression(StringValues header)
        => header.Count > 0 && StringWithQualityHeaderValue.TryParseList(header, out var encodings)
            && encodings.Any(e => e.Quality is not 0 && e.Value.Value is "br" or "gzip" or "zstd" or "deflate" or "*");

    // These are needed again when missing plans arrive. By then the server may have reused the HttpContext.
    private sealed record RuleInput(
        MeasuredRequest Request, Evidence Evidence, RouteState Route, RouteRules Rules, Activity? Span);
}
