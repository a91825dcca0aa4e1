using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.FailureDemos;
using PyConDemo.Api.Storage;

namespace PyConDemo.Api.Diagnostics;

/// <summary>Everything as it was after seeding: between two rehearsals.</summary>
public static class ResetEndpoint
{
    public static void MapReset(this IEndpointRouteBuilder app)
        => app.MapPost("/demo/reset", Reset).WithTags("demo").AddEndpointFilter<LocalCallersOnly>();

    /// <summary>Removes reports, their PDFs and their jobs, refills the queue of row-locking, and undoes the second acts.</summary>
    /// <remarks>
    /// Reports that wait are dropped; those that are being rendered are waited for, 30 s at most. In Development, for local callers.
    /// </remarks>
    private static async Task<Ok<DemoResetResponse>> Reset(
        IEnumerable<FailureDemo> acts, DemoDb db, ReportJobs reports, IObjectStore store, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        foreach (var act in acts)
        {
            await act.StopAsync();
        }

        await ReportReset.DrainAsync(db, reports, cancellationToken);
        var (rows, hangfireJobs) = await ReportReset.DropAsync(db, reports, cancellationToken);
        var objects = 0;
        // All of the kind: a request that was given up in the middle leaves a PDF that no report names.
        await foreach (var key in store.ListAsync(ObjectKind.Reports, cancellationToken))
        {
            await store.DeleteAsync(key, cancellationToken);
            objects++;
        }

        var jobs = await JobReset.RestoreAsync(source, wanted: null, cancellationToken);
        return TypedResults.Ok(new DemoResetResponse(rows, objects, hangfireJobs, jobs));
    }
}
