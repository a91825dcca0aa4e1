using PyConDemo.Checklist.Plans;

namespace PyConDemo.Checklist.Reporting;

/// <summary>One request with all that the rules need, now and after its plans are known.</summary>
/// <param name="Request">The measured request.</param>
/// <param name="Facts">What is known about it besides its SQL.</param>
/// <param name="Route">Its route.</param>
/// <param name="Rules">Its route's rules.</param>
/// <param name="Span">Its span, which gets an event per finding.</param>
internal sealed record RuleInput(
    MeasuredRequest Request, RequestFacts Facts, RouteState Route, RouteRules Rules, Activity? Span);

/// <summary>Runs the rules on requests: at once, and again when missing plans have arrived.</summary>
internal sealed class RuleRunner(RequestLog log, PlanCache plans, Reporter reporter)
{
    private static readonly IReadOnlyList<RuleResult> AllHealthy =
        [.. HealthRules.All.Select(slug => new RuleResult(slug, HealthState.Healthy))];

    /// <summary>Stores a request that cannot break any rule, without running the rules.</summary>
    public void MarkHealthy(MeasuredRequest request, RouteState route)
    {
        request.Results = AllHealthy;
        log.Add(request);
        reporter.RecordMetrics(request);
        route.Merge(AllHealthy);
    }

    /// <summary>Completes when the results are final.</summary>
    public Task RunAsync(RuleInput input)
    {
        var planned = plans.ExplainAsync(input.Request.Vitals.Shapes);
        var first = Check(input);
        input.Request.Results = first;
        log.Add(input.Request);
        reporter.RecordMetrics(input.Request);
        Report(input, first, reported: []);
        return planned.IsCompleted ? Task.CompletedTask : RunAgainAsync(input, first, planned);
    }

    private async Task RunAgainAsync(RuleInput input, IReadOnlyList<RuleResult> first, Task planned)
    {
        await planned;
        FailSafe.Run((Runner: this, Input: input, First: first), static x =>
        {
            var second = x.Runner.Check(x.Input);
            x.Input.Request.Results = second;
            x.Runner.Report(x.Input, second, reported: [.. Unhealthy(x.First).Select(r => r.Rule)]);
        });
    }

    private IReadOnlyList<RuleResult> Check(RuleInput input) => input.Rules.Check(
        new() { Vitals = input.Request.Vitals, Request = input.Facts, Plan = plans.Find }, input.Route.Key);

    private void Report(RuleInput input, IReadOnlyList<RuleResult> results, IReadOnlyList<string> reported)
    {
        foreach (var finding in input.Route.Merge(results)) reporter.LogFinding(finding);
        foreach (var result in Unhealthy(results).Where(r => !reported.Contains(r.Rule)))
        {
            reporter.CountFinding(input.Request, result.Finding!);
            reporter.AddSpanEvent(input.Span, result.Finding!);
        }
    }

    private static IEnumerable<RuleResult> Unhealthy(IReadOnlyList<RuleResult> results)
        => results.Where(r => r.State == HealthState.Unhealthy);
}
