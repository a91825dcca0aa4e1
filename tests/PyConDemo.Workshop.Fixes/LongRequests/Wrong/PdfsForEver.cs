using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.LongRequests.Wrong;

/// <summary>Quick from the second time on; the first one waits, and later orders never show.</summary>
[Fix("long-requests", Refused = "waits")]
public static class PdfsForEver
{
    private static readonly ConcurrentDictionary<DateOnly, byte[]> Pdfs = [];

    public static async Task<FileContentHttpResult> CreateReport(
        ReportRequest request, DemoDb db, ReportGenerator generator, TimeProvider clock, CancellationToken cancellationToken)
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
