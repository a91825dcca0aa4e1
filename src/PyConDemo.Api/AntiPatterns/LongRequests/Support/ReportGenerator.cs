using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>The long work, the same in all lanes: it reads a month of orders, renders the report (about 190 pages with
/// a million orders), and stores the PDF. Thread-safe.</summary>
public sealed class ReportGenerator(
    NpgsqlDataSource db, IReportRenderer renderer, IObjectStore store, TimeProvider clock)
{
    /// <summary>Generates the report's PDF. A second run gives the same bytes and the same key.</summary>
    public async Task<byte[]> GenerateAsync(Report report, CancellationToken cancellationToken)
    {
        if (report.State == ReportState.Queued) report.Begin(clock.GetUtcNow().UtcDateTime);

        var document = SalesReport.Build(await SalesMonthQuery.ReadAsync(db, report.Month, cancellationToken));
        // An engine can't be cancelled. WaitAsync returns at once, and the engine's pages are thrown away.
        var pdf = await Task.Run(() => renderer.Render(document), cancellationToken).WaitAsync(cancellationToken);
        var key = await store.PutAsync(ObjectKind.Reports, pdf, "application/pdf", cancellationToken);

        report.Finish(key.ToString(), clock.GetUtcNow().UtcDateTime);
        return pdf;
    }
}
