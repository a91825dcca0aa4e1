using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Reporting;

/// <summary>Judges requests: at once, and again when the plans that were missing have come.</summary>
internal sealed class Verdicts(RequestLog log, PlanBook plans, Reporter reporter)
{
    private static readonly IReadOnlyList<RuleResult> AllKept = [.. HealthRules.All.Select(slug => new RuleResult(slug, HealthState.Healthy))];

    /// <summary>A request that no rule needs to look at.</summary>
    public void Acquit(RequestVitals request, RouteState route)
    {
        request.Results = AllKept;
        log.Add(request);
        reporter.Measure(request);
        route.Take(AllKept);
    }

    /// <summary>Completes with the last verdict.</summary>
    public Task Judge(Case @case)
    {
        var planned = plans.Explain(@case.Request.Vitals.Shapes);
        var first = Check(@case);
        @case.Request.Results = first;
        log.Add(@case.Request);
        reporter.Measure(@case.Request);
        Tell(@case, first, known: []);
        return planned.IsCompleted ? Task.CompletedTask : JudgeAgain(@case, first, planned);
    }

    private async Task JudgeAgain(Case @case, IReadOnlyList<RuleResult> first, Task planned)
    {
        await planned;
        Guarded.Run((Verdicts: this, Case: @case, First: first), static x =>
        {
            var second = x.Verdicts.Check(x.Case);
            x.Case.Request.Results = second;
            x.Verdicts.Tell(x.Case, second, known: [.. x.First.Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule)]);
        });
    }

    private IReadOnlyList<RuleResult> Check(Case @case) => Checkup.Run(
        new() { Vitals = @case.Request.Vitals, Request = @case.Facts, Plan = plans.Known }, @case.Route.Key, @case.Rules);

    private void Tell(Case @case, IReadOnlyList<RuleResult> results, IReadOnlyList<string> known)
    {
        foreach (var finding in @case.Route.Take(results)) reporter.Log(finding);
        foreach (var finding in results.Where(r => r.State == HealthState.Unhealthy && !known.Contains(r.Rule)).Select(r => r.Finding!))
        {
            reporter.Count(@case.Request, finding);
            reporter.Mark(@case.Span, finding);
        }
    }
}
