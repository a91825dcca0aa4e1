using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Http;

/// <summary>What a request's measurement needs of the application.</summary>
internal sealed class MeasurementServices(
    IOptions<ServerHealthChecklistOptions> options, TimeProvider time, RouteRegistry board, PlanCache plans, RuleRunner verdicts, RequestLog log)
    : IDisposable
{
    // A listener that stays costs every command; one that comes and goes costs every measurement more than all the rest, as each activity source is told.
    private const int MostThatComeAndGo = 1_000;
    private readonly IDisposable? _listening = options.Value is { Always: true, MeasurementsPerSecond: > MostThatComeAndGo } ? CommandListener.Listen() : null;

    public ServerHealthChecklistOptions Options => options.Value;
    public TimeProvider Time => time;
    public RouteRegistry Board => board;
    public RequestLog Log => log;
    public MeasurementHeaders Headers { get; } = new(options.Value, plans);
    public RequestEvaluator Judge { get; } = new(options.Value, board, verdicts);

    /// <summary>Hears this request's commands, until the result is disposed; null when there is a listener that stays.</summary>
    public IDisposable? Listen() => _listening is null ? CommandListener.Listen() : null;

    public void Dispose() => _listening?.Dispose();
}
