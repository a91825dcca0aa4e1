using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist;

internal sealed class ServerHealthChecklist(
    IOptions<ServerHealthChecklistOptions> options, RequestLog log, RouteBoard board, PlanBook plans, OpenExams exams, TimeProvider time)
    : IServerHealthChecklist
{
    public IReadOnlyList<RequestVitals> Requests => log.All();
    public IReadOnlyList<RouteHealth> Routes => board.All();

    // Not async: an exam opened in an async method would be forgotten when it returns.
    public Exam Examine([CallerMemberName] string name = "")
    {
        var exam = new Exam(name, options.Value.MaxShapes, time, this);
        exams.Add(exam);
        return exam;
    }

    public RequestVitals? Find(string id) => log.Find(id);

    public Task<RequestVitals?> FindAsync(string id) => log.FindAsync(id);

    public void Ended(Exam exam) => exams.Remove(exam);

    public async Task<IReadOnlyList<RuleResult>> Check(Exam exam)
    {
        await exam.Verdicts;
        await plans.Explain(exam.Vitals.Shapes);
        return CheckNow(exam);
    }

    // Commands of a followed request are its own matter: there, what a request may do is known.
    public IReadOnlyList<RuleResult> CheckNow(Exam exam)
    {
        var requests = exam.Requests;
        var own = requests.Count > 0 ? [] : Checkup.Run(
            new() { Vitals = exam.Vitals, Plan = plans.Known }, exam.Name, RouteRules.Of(options.Value, exam.Name, endpoint: null));
        return [.. own, .. requests.SelectMany(r => r.Results)];
    }
}
