using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Http;

/// <summary>Brings a request that is over before the rules.</summary>
internal sealed class RequestJudge(ServerHealthChecklistOptions options, RouteBoard board, Verdicts verdicts)
{
    /// <summary>Completes with the last verdict.</summary>
    public Task Judge(RequestExam exam)
    {
        var (request, route) = (exam.Vitals!, exam.Route);
        var rules = route.Rules(options, exam.Endpoint);
        var innocent = exam.Recorder.IsInnocent(rules.Rules.NPlusOne.Repeats);
        var aggregated = !innocent && request.Vitals.Shapes.Any(s => s.Shape.Aggregates);
        var habit = board.Arrived(route, exam.AppTime!.Value, aggregated, rules.Rules.LongRequests.Threshold);

        // Nearly every request: nothing in it that a rule could find, so none is asked.
        var headers = exam.Context.Response.Headers;
        if (innocent && rules.Silenced.Count == 0 && rules.Rules.LongRequests.IsLong(habit.AppTimes) == false
            && headers.ContentEncoding.Count == 0 && request.Bytes < rules.Rules.FatPayloads.Smallest)
        {
            verdicts.Acquit(request, route);
            return Task.CompletedTask;
        }

        var body = BodyReader.Read(headers, request.Bytes, HttpMethods.IsHead(request.Method) ? default : exam.Beginning);
        var facts = Facts(exam) with { Body = body, AppTimes = habit.AppTimes, AggregatedShare = habit.AggregatedShare };
        request.BytesBeforeCompression = body.BytesBeforeCompression;
        return verdicts.Judge(new(request, facts, route, rules, exam.Span));
    }

    public static RequestFacts Facts(RequestExam exam) => new()
    {
        Method = exam.Context.Request.Method,
        AcceptsCompression = AcceptEncoding.HasCompression(exam.Context.Request.Headers.AcceptEncoding),
    };
}
