using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Reporting;

/// <summary>Judges requests: at once, and again when the plans that were missing have come.</summary>
internal sealed class Verdicts(RequestLog log, RouteBoard board, PlanBook plans, Reporter reporter)
{
    public void Judge(Case @case)
    {
        var planned = plans.Explain(@case.Request.Vitals.Shapes);
        var first = Check(@case);
        log.Add(@case.Request with { Results = first });
        reporter.Measure(@case.Request);
        Tell(@case, first, known: []);
        if (planned.IsCompleted) @case.Judged.SetResult();
        else _ = JudgeAgain(@case, first, planned);
    }

    private async Task JudgeAgain(Case @case, IReadOnlyList<RuleResult> first, Task planned)
    {
        await planned;
        Guarded.Run(() =>
        {
            var second = Check(@case);
            log.Replace(@case.Request with { Results = second });
            Tell(@case, second, known: [.. first.Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule)]);
        });
        @case.Judged.SetResult();
    }

    private IReadOnlyList<RuleResult> Check(Case @case) => Checkup.Run(
        new() { Vitals = @case.Request.Vitals, Request = @case.Facts, Plan = plans.Known },
        RouteBoard.Key(@case.Request.Method, @case.Request.Route), @case.Rules);

    private void Tell(Case @case, IReadOnlyList<RuleResult> results, IReadOnlyList<string> known)
    {
        foreach (var finding in board.Take(@case.Request.Method, @case.Request.Route, results)) reporter.Log(finding);
        foreach (var finding in results.Where(r => r.State == HealthState.Unhealthy && !known.Contains(r.Rule)).Select(r => r.Finding!))
        {
            reporter.Count(@case.Request, finding);
            reporter.Mark(@case.Span, finding);
        }
    }
}
