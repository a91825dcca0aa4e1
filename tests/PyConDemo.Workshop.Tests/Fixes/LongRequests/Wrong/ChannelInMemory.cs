// Refused: lost
// It puts the reports into a channel that one background task reads, so a kill loses what is in
// the channel.
using System.Threading.Channels;

namespace PyConDemo.Api.AntiPatterns.LongRequests;

public static class LongRequestsYours
{
    private static readonly Channel<long> Waiting = Channel.CreateUnbounded<long>();
    private static int _isStarted;
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

        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _ = Task.Run(() => RenderAsync(scopes), CancellationToken.None);
        }

        await Waiting.Writer.WriteAsync(report.Id, cancellationToken);

        return TypedResults.Accepted(
            $"/good/reports/{report.Id}", LongRequestsResult.Of(report));
    }

    private static async Task RenderAsync(IServiceScopeFactory scopes)
    {
        await foreach (var id in Waiting.Reader.ReadAllAsync())
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
}
