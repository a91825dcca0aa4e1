namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The routes that the `Location` of a 202 leads to: a report's status, and then its PDF.</summary>
public static class ReportEndpoints
{
    /// <summary>A report's status. When the report is ready, the answer is a 303 to the PDF.</summary>
    /// <remarks>`finishedAt` minus `acceptedAt` is the time that the client really waited.</remarks>
    public static async Task<Results<Ok<LongRequestsResult>, JsonHttpResult<LongRequestsResult>, ProblemHttpResult>>
        GetReport(long id, DemoDb db, HttpResponse response, CancellationToken cancellationToken)
    {
        var status = await db.Reports
            .Where(report => report.Id == id)
            .Select(report => new
            {
                Report = report,
                Before = db.Reports.Count(other => other.State == ReportState.Queued && other.Id < id),
            })
            .AsNoTracking()
            .SingleOrDefaultAsync(cancellationToken);

        if (status is null)
            return TypedResults.Problem($"There is no report {id}.", statusCode: StatusCodes.Status404NotFound);
        var result = LongRequestsResult.Of(status.Report, status.Before + 1);
        if (status.Report.State != ReportState.Ready) return TypedResults.Ok(result);

        response.Headers.Location = $"/good/reports/{id}/pdf";
        return TypedResults.Json(result, statusCode: StatusCodes.Status303SeeOther); // for clients that don't follow it
    }

    /// <summary>The PDF of a report that is ready.</summary>
    /// <remarks>Its ETag is the hash of its content. A request with that If-None-Match gets a 304.</remarks>
    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetPdf(
        long id, DemoDb db, IObjectStore store, CancellationToken cancellationToken)
    {
        var name = await db.Reports
            .Where(report => report.Id == id)
            .Select(report => report.PdfKey)
            .SingleOrDefaultAsync(cancellationToken);
        var pdf = ObjectKey.TryParse(name, out var key) ? await store.GetAsync(key, cancellationToken) : null;

        return pdf is null
            ? TypedResults.Problem($"There is no PDF of a report {id}.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.File(pdf.Content, pdf.ContentType, entityTag: new(pdf.ETag), enableRangeProcessing: true);
    }
}
