namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsBad
{
    /// <summary>A month's sales report, rendered while the client waits.</summary>
    /// <remarks>Compare the time of one request with 20 at once: each needs a core.</remarks>
    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportGenerator generator,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var pdf = await generator.GenerateAsync(report, cancellationToken); // 0.1 s of CPU time
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.File(pdf, "application/pdf");
    }
}
