using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace PyConDemo.Checklist.Reporting;

/// <summary>Reports findings to the log, to metrics and to spans.</summary>
internal sealed class Reporter
{
    /// <summary>The name of the meter, for OpenTelemetry, and of the log category.</summary>
    public const string MeterName = "PyConDemo.Checklist";

    private readonly ILogger _log;
    private readonly ServerHealthChecklistOptions _options;
    private readonly Counter<long> _findings;
    private readonly Histogram<long> _commands, _rows;

    public Reporter(ILoggerFactory logs, IOptions<ServerHealthChecklistOptions> options, IMeterFactory meters)
    {
        (_log, _options) = (logs.CreateLogger(MeterName), options.Value);
        var meter = meters.Create(MeterName);
        _findings = meter.CreateCounter<long>(
            "checklist.findings", "{finding}", "Requests that broke a rule of the Server Health Checklist.");
        _commands = meter.CreateHistogram<long>(
            "checklist.request.commands", "{command}", "SQL commands of a request.");
        _rows = meter.CreateHistogram<long>(
            "checklist.request.rows", "{row}", "Rows that a request read from the database.");
    }

    public void RecordMetrics(MeasuredRequest request)
    {
        if (!_options.Metrics || !(_commands.Enabled || _rows.Enabled)) return;
        var (tags, (commands, rows, _)) = (Tags(request), request.GetSums());
        _commands.Record(commands, tags);
        _rows.Record(rows, tags);
    }

    public void CountFinding(MeasuredRequest request, Finding finding)
    {
        if (!_options.Metrics) return;
        var tags = Tags(request);
        tags.Add("checklist.rule", finding.Rule);
        _findings.Add(1, tags);
    }

    /// <summary>Logs a warning; in the raise mode an error. The caller calls it once per route and rule.</summary>
    public void LogFinding(Finding finding)
    {
        if (_options.Raise) _log.LogError("Server Health Checklist: {Finding}", finding);
        else if (_options.Log) _log.LogWarning("Server Health Checklist: {Finding}", finding);
    }

    /// <summary>Logs an information. The caller calls it once per route and kind.</summary>
    public void LogObservation(string route, Observation observation)
    {
        if (_options.Log)
            _log.LogInformation("Server Health Checklist, also seen at {Route}: {Observation}", route, observation);
    }

    /// <summary>Logs a warning, once per data source.</summary>
    public void LogBlindSpot(BlindSpot? blindSpot)
    {
        if (!_options.Log || blindSpot?.IsNews() != true) return;
        _log.LogWarning(
            "Server Health Checklist, lock waits of {Database}: {Reason} The rule row-locking says 'not "
                + "seen' for requests with slow statements. To see the waits, measure where the application connects "
                + "directly to one PostgreSQL server that has a free connection for the checklist.",
            blindSpot.Database, blindSpot.Reason);
    }

    /// <summary>Logs that a setting has no effect on the application's endpoints.</summary>
    public void LogUnknownRoute(string route)
    {
        if (!_options.Log) return;
        _log.LogWarning(
            "Server Health Checklist: no endpoint has the route '{Route}' that a setting names. It is misspelt, unless "
                + "it is the path of a request without an endpoint. The page shows the routes' names.", route);
    }

    /// <summary>Adds an event to the span, with attribute names of OpenTelemetry's conventions.</summary>
    public void AddSpanEvent(Activity? span, Finding finding)
    {
        if (!_options.SpanEvents || span is not { IsAllDataRequested: true }) return;
        var tags = new ActivityTagsCollection
        {
            ["checklist.rule"] = finding.Rule,
            ["checklist.amount"] = finding.Amount,
            ["checklist.unit"] = finding.Unit,
            ["checklist.description"] = finding.What,
        };
        if (finding.Statement is not null)
            (tags["db.query.text"], tags["db.system.name"]) = (finding.Statement, "postgresql");
        if (finding.Source?.Split(':', ' ') is [var file, var line, "in", var function])
        {
            tags["code.file.path"] = file;
            tags["code.line.number"] = int.Parse(line, CultureInfo.InvariantCulture);
            tags["code.function.name"] = function;
        }
        span.AddEvent(new("checklist.finding", tags: tags));
    }

    private static TagList Tags(MeasuredRequest request) => new()
    {
        { "http.request.method", request.Method },
        { "http.route", request.Route },
        { "http.response.status_code", request.Status },
    };
}
