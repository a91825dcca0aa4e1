using Npgsql;
using PyConDemo.Api.AntiPatterns.LongRequests.Machinery.Reports;
using PyConDemo.Api.Data;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>The long work itself, the same for both lanes: reads a month, renders some 190 pages (scale `medium`), stores the PDF. Thread-safe.</summary>
public sealed class ReportMaker(NpgsqlDataSource db, IReportRenderer renderer, IObjectStore store, TimeProvider clock)
{
    /// <summary>Makes the report ready, and returns its PDF. Twice gives the same bytes under the same key, so it may be run again.</summary>
    public async Task<byte[]> MakeAsync(Report report, CancellationToken cancellationToken)
    {
        if (report.State == ReportState.Queued) report.Begin(clock.GetUtcNow().UtcDateTime);

        var document = SalesReport.Build(await ReadAsync(report.Month, cancellationToken));
        // An engine can't be stopped half-way: at a cancellation its pages are given up, so that nobody waits for them.
        var pdf = await Task.Run(() => renderer.Render(document), cancellationToken).WaitAsync(cancellationToken);
        var stored = await store.PutAsync(ObjectKind.Reports, pdf, "application/pdf", cancellationToken);

        report.Finish(stored.Key.ToString(), clock.GetUtcNow().UtcDateTime);
        return pdf;
    }

    // Closed before the rendering: a connection that idles through it is missing in the pool.
    private async Task<SalesMonth> ReadAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        return await SalesMonthQuery.ReadAsync(connection, month, cancellationToken);
    }
}
