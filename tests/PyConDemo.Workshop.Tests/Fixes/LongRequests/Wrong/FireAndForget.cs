// Refused: lost
// It keeps the work only in the memory of this process.

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static int _waiting;

    public static async Task<Results<Accepted<LongRequestsResult>, ProblemHttpResult>> CreateReport(
        ReportRequest request,
        DemoDb db,
        IServiceScopeFactory scopes,
        ReportsSettings settings,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var month = await request.ReadMonthAsync(db, cancellationToken);
        var report = new Report { Month = month, AcceptedAt = clock.GetUtcNow().UtcDateTime };

        if (Interlocked.Increment(ref _waiting) > settings.MaxQueued)
        {
            Interlocked.Decrement(ref _waiting);
            return ReportBacklog.Full();
        }

        db.Reports.Add(report);
        await db.SaveChangesAsync(cancellationToken);

        _ = Task.Run(() => RenderAsync(report.Id, scopes), CancellationToken.None);

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }

    private static async Task RenderAsync(long id, IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var generator = scope.ServiceProvider.GetRequiredService<ReportGenerator>();
        var report = await db.Reports.SingleAsync(report => report.Id == id);
        await generator.GenerateAsync(report, CancellationToken.None);
        await db.SaveChangesAsync();
        Interlocked.Decrement(ref _waiting);
    }
}
