using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Http;

/// <summary>What a request's examination needs of the application.</summary>
internal sealed class ExamServices(
    IOptions<ServerHealthChecklistOptions> options, TimeProvider time, RouteBoard board, PlanBook plans, Verdicts verdicts, RequestLog log)
    : IDisposable
{
    // To come and go with each request would cost more than all the rest: every activity source is told each time.
    private readonly IDisposable? _listening = options.Value.Always ? CommandListener.Listen() : null;

    public ServerHealthChecklistOptions Options => options.Value;
    public TimeProvider Time => time;
    public RouteBoard Board => board;
    public RequestLog Log => log;
    public ExamHeaders Headers { get; } = new(options.Value, plans);
    public RequestJudge Judge { get; } = new(options.Value, board, verdicts);

    public void Dispose() => _listening?.Dispose();
}
