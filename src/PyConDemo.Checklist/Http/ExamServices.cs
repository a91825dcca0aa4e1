using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Http;

/// <summary>What a request's examination needs of the application.</summary>
internal sealed class ExamServices(
    IOptions<ServerHealthChecklistOptions> options, TimeProvider time, RouteBoard board, PlanBook plans, Verdicts verdicts)
{
    public ServerHealthChecklistOptions Options => options.Value;
    public TimeProvider Time => time;
    public RouteBoard Board => board;
    public PlanBook Plans => plans;
    public Verdicts Verdicts => verdicts;
}
