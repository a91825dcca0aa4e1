// Refused: waits, stale
// It keeps each PDF for ever: the first request still waits, and later orders are never included.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly ConcurrentDictionary<DateOnly, byte[]> Pdfs = [];

    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportGenerator generator,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (!Pdfs.TryGetValue(month, out var pdf))
        {
            Pdfs[month] = pdf = await generator.GenerateAsync(report, cancellationToken);
        }

        return TypedResults.File(pdf, "application/pdf");
    }
}
