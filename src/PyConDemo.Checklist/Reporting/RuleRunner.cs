using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Reporting;

/// <summary>Judges requests: at once, and again when the plans that were missing have come.</summary>
internal sealed class RuleRunner(RequestLog log, PlanCache plans, Reporter reporter)
{
    private static readonly IReadOnlyList<RuleResult> AllKept = [.. HealthRules.All.Select(slug => new RuleResult(slug, HealthState.Healthy))];

    /// <summary>A request that no rule needs to look at.</summary>
    public void MarkHealthy(MeasuredRequest request, RouteState route)
    {
        request.Results = AllKept;
        log.Add(request);
        reporter.RecordMetrics(request);
        route.Merge(AllKept);
    }

    /// <summary>Completes with the last verdict.</summary>
    public Task RunAsync(RuleInput @case)
    {
        var planned = plans.ExplainAsync(@case.Request.Vitals.Shapes);
        var first = Check(@case);
        @case.Request.Results = first;
        log.Add(@case.Request);
        reporter.RecordMetrics(@case.Request);
        Report(@case, first, known: []);
        return planned.IsCompleted ? Task.CompletedTask : RunAgainAsync(@case, first, planned);
    }

    private async Task RunAgainAsync(RuleInput @case, IReadOnlyList<RuleResult> first, Task planned)
    {
        await planned;
        FailSafe.Run((Verdicts: this, Case: @case, First: first), static x =>
        {
            var second = x.Verdicts.Check(x.Case);
            x.Case.Request.Results = second;
            x.Verdicts.Report(x.Case, second, known: [.. x.First.Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule)]);
        });
    }

    private IReadOnlyList<RuleResult> Check(RuleInput @case) => Checkup.Run(
        new() { Vitals = @case.Request.Vitals, Request = @case.Facts, Plan = plans.Find }, @case.Route.Key, @case.Rules);

    private void Report(RuleInput @case, IReadOnlyList<RuleResult> results, IReadOnlyList<string> known)
    {
        foreach (var finding in @case.Route.Merge(results)) reporter.LogFinding(finding);
        foreach (var finding in results.Where(r => r.State == HealthState.Unhealthy && !known.Contains(r.Rule)).Select(r => r.Finding!))
        {
            reporter.CountFinding(@case.Request, finding);
            reporter.AddSpanEvent(@case.Span, finding);
        }
    }
}
