using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.LongRequests.Machinery;
using PyConDemo.Api.Data;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsGood
{
    /// <summary>A month's sales report: accepted now, rendered by a background worker.</summary>
    /// <remarks>
    /// Follow `Location` until it answers 303. Look at `backlog` in /vitals too: a 202 says nothing about when the work is done, and
    /// when the queue is full the answer is 503.
    /// </remarks>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request, DemoDb db, ReportBacklog backlog, TimeProvider clock, CancellationToken cancel)
    {
        var month = await request.ReadMonthAsync(db, cancel);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (!await backlog.TryEnqueueAsync(db, report, cancel)) // the row and its job in one transaction, or neither
        {
            return ReportBacklog.Full();
        }

        return TypedResults.Accepted($"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }

    /// <summary>How far a report is: 303 to the PDF when it is ready.</summary>
    /// <remarks>Finished minus accepted is what the client really waited.</remarks>
    public static async Task<Results<Ok<LongRequestsResult>, SeeOther, ProblemHttpResult>> GetReport(
        long id, DemoDb db, CancellationToken cancel)
    {
        var status = await db.Reports
            .Where(report => report.Id == id)
            .Select(report => new
            {
                Report = report,
                Before = db.Reports.Count(other => other.State == ReportState.Queued && other.Id < id),
            })
            .AsNoTracking()
            .SingleOrDefaultAsync(cancel);

        return status switch
        {
            null => TypedResults.Problem($"There is no report {id}.", statusCode: StatusCodes.Status404NotFound),
            { Report.State: ReportState.Ready } => new SeeOther($"/good/reports/{id}/pdf", LongRequestsResult.Of(status.Report)),
            _ => TypedResults.Ok(LongRequestsResult.Of(status.Report, status.Before + 1)),
        };
    }

    /// <summary>The PDF of a report that is ready.</summary>
    /// <remarks>Its ETag is the hash of its content: asked again with If-None-Match, the answer is 304.</remarks>
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetPdf(
        long id, DemoDb db, IObjectStore store, CancellationToken cancel)
    {
        var name = await db.Reports.Where(report => report.Id == id).Select(report => report.PdfKey).SingleOrDefaultAsync(cancel);
        var pdf = ObjectKey.TryParse(name, out var key) ? await store.GetAsync(key, cancel) : null;

        return pdf is null
            ? TypedResults.Problem($"There is no PDF of a report {id}.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.File(pdf.Content, pdf.Info.ContentType, entityTag: new(pdf.Info.ETag), enableRangeProcessing: true);
    }
}
