using PyConDemo.Api.FailureDemos;

namespace PyConDemo.Api.Diagnostics;

/// <summary>What a reset removed and restored.</summary>
/// <param name="Reports">Report rows that were removed.</param>
/// <param name="Objects">PDFs that were removed from the object store.</param>
/// <param name="HangfireJobs">Hangfire jobs that were removed, finished ones included.</param>
/// <param name="Jobs">Pending jobs in the queue of row-locking now, as many as after seeding.</param>
public sealed record DemoResetResponse(long Reports, long Objects, long HangfireJobs, long Jobs);

/// <summary>Restores the data to what it was after seeding, for use between two rehearsals.</summary>
public static class ResetEndpoints
{
    public static void MapReset(this IEndpointRouteBuilder app)
        => app.MapPost("/demo/reset", Reset).WithTags("demo").AddEndpointFilter<DevelopmentOnly>();

    /// <summary>Removes all reports, refills the queue of row-locking, and stops the failure demos.</summary>
    /// <remarks>Reports that wait are removed with their jobs and PDFs. It waits up to 30 s for reports that are being
    /// rendered. In Development, for local callers.</remarks>
    private static async Task<Ok<DemoResetResponse>> Reset(
        IEnumerable<FailureDemo> demos, DemoDb db, IObjectStore store, NpgsqlDataSource source,
        CancellationToken cancellationToken)
    {
        foreach (var demo in demos)
            await demo.StopAsync();

        await ReportReset.DrainAsync(db, cancellationToken);
        var (rows, hangfireJobs) = await ReportReset.DropAsync(db, cancellationToken);
        var objects = 0;
        // All PDFs, not only those of the rows: a request that was cancelled in the middle leaves one without a row.
        await foreach (var key in store.ListAsync(ObjectKind.Reports, cancellationToken))
        {
            await store.DeleteAsync(key, cancellationToken);
            objects++;
        }

        var jobs = await JobReset.RestoreAsync(source, wanted: null, cancellationToken);
        return TypedResults.Ok(new DemoResetResponse(rows, objects, hangfireJobs, jobs));
    }
}
