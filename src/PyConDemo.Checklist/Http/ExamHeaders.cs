using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Http;

/// <summary>What an examined answer's headers tell: what is proven when they leave. The body and the habit come later.</summary>
internal sealed class ExamHeaders(ServerHealthChecklistOptions options, PlanBook plans)
{
    public void Write(RequestExam exam)
    {
        var headers = exam.Context.Response.Headers;
        var (commands, _, sql) = exam.Recorder.Sums;
        if (options.ServerTiming) ServerTiming.Write(headers, commands, sql, exam.Elapsed);
        headers[ServerTiming.RequestHeader] = exam.Id;
        if (options.FindingsHeader && Findings(exam) is { Length: > 0 } findings) headers[ServerTiming.FindingsHeader] = findings;
    }

    // Of this request, and of those to the same route before.
    private string Findings(RequestExam exam)
    {
        var route = exam.Route;
        var rules = route.Rules(options, exam.Endpoint);
        if (exam.Recorder.IsInnocent(rules.Rules.NPlusOne.Repeats)) return route.Broken;
        var evidence = new Evidence { Vitals = exam.Recorder.Snapshot(), Request = RequestJudge.Facts(exam), Plan = plans.Known };
        var now = Checkup.Run(evidence, route.Key, rules).Where(r => r.State == HealthState.Unhealthy).Select(r => r.Rule);
        return string.Join(", ", HealthRules.All.Intersect(route.Broken.Split(", ").Concat(now)));
    }
}
