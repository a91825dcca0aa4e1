// Refused: lost
// The work starts in this process when the answer has left, so a restart loses all that waits.
namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly SemaphoreSlim Workers = new(2);

    /// <summary>A month's sales report, rendered as soon as the answer has left.</summary>
    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        ReportsSettings settings,
        IServiceScopeFactory scopes,
        HttpResponse response,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        var added = await AddRowAsync(db, report, settings.MaxQueued, cancellationToken);
        if (added is not { } position)
            return ReportBacklog.Full();

        var id = report.Id;
        response.OnCompleted(() =>
        {
            _ = Task.Run(() => RenderAsync(scopes, clock, id), CancellationToken.None);
            return Task.CompletedTask;
        });
        return TypedResults.Accepted(
            $"/good/reports/{id}", LongRequestsResult.Of(report, position));
    }

    private static async Task RenderAsync(IServiceScopeFactory scopes, TimeProvider clock, long id)
    {
        await Workers.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
            var generator = scope.ServiceProvider.GetRequiredService<ReportGenerator>();
            var report = await db.Reports.SingleAsync(one => one.Id == id);
            report.Begin(clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync();
            try
            {
                await generator.GenerateAsync(report, CancellationToken.None);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                var now = clock.GetUtcNow().UtcDateTime;
                report.Fail("The object store could not keep the PDF.", now, isLast: true);
            }

            await db.SaveChangesAsync();
        }
        finally
        {
            Workers.Release();
        }
    }

    // The row, if there is room. The lock makes all servers count one after the other.
    private static async Task<int?> AddRowAsync(
        DemoDb db, Report report, int limit, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock({AdvisoryLock.Space}, {AdvisoryLock.ReportQueue})",
            cancellationToken);
        var unfinished = await db.Reports
            .Where(other => other.State == ReportState.Queued || other.State == ReportState.Running)
            .Select(other => other.State)
            .ToListAsync(cancellationToken);
        if (unfinished.Count >= limit) return null;

        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return unfinished.Count(state => state == ReportState.Queued) + 1;
    }
}
