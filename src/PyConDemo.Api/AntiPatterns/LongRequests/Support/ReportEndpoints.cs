using Microsoft.AspNetCore.Http.Metadata;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The routes that the `Location` of a 202 leads to: a report's status, and then its PDF.</summary>
public static class ReportEndpoints
{
    /// <summary>A report's status. When the report is ready, the answer is a 303 to the PDF.</summary>
    /// <remarks>`finishedAt` minus `acceptedAt` is the time that the client really waited.</remarks>
    public static async Task<Results<Ok<LongRequestsResult>, SeeOther, ProblemHttpResult>> GetReport(
        long id, DemoDb db, CancellationToken cancellationToken)
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

        return status switch
        {
            null => TypedResults.Problem($"There is no report {id}.", statusCode: StatusCodes.Status404NotFound),
            { Report.State: ReportState.Ready } =>
                new SeeOther($"/good/reports/{id}/pdf", LongRequestsResult.Of(status.Report)),
            _ => TypedResults.Ok(LongRequestsResult.Of(status.Report, status.Before + 1)),
        };
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
            : TypedResults.File(
                pdf.Content, pdf.ContentType, entityTag: new(pdf.ETag), enableRangeProcessing: true);
    }
}

/// <summary>303 See Other to another path. The body is for clients that don't follow it.</summary>
public sealed class SeeOther(string location, LongRequestsResult status) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return httpContext.Response.WriteAsJsonAsync(status, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
        => builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status303SeeOther, typeof(LongRequestsResult), ["application/json"]));
}
