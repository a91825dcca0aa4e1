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
    // A listener that stays costs every command; one that comes and goes costs every exam more than all the rest, as each activity source is told.
    private const int MostThatComeAndGo = 1_000;
    private readonly IDisposable? _listening = options.Value is { Always: true, ExamsPerSecond: > MostThatComeAndGo } ? CommandListener.Listen() : null;

    public ServerHealthChecklistOptions Options => options.Value;
    public TimeProvider Time => time;
    public RouteBoard Board => board;
    public RequestLog Log => log;
    public ExamHeaders Headers { get; } = new(options.Value, plans);
    public RequestJudge Judge { get; } = new(options.Value, board, verdicts);

    /// <summary>Hears this request's commands, until the result is disposed; null when there is a listener that stays.</summary>
    public IDisposable? Listen() => _listening is null ? CommandListener.Listen() : null;

    public void Dispose() => _listening?.Dispose();
}
