using Npgsql;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

public class ReportTablesTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each process has a pool of one connection.</summary>
    [Fact]
    public async Task Processes_that_start_at_once_create_the_tables_once()
    {
        await using var database = await cluster.EmptyAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var pool = NpgsqlDataSource.Create(database.ConnectionString + ";Maximum Pool Size=1");
            ISeedStep step = new ReportJobs(pool, new ReportsSettings());
            await step.RunAsync(Cancel);
            await step.RunAsync(Cancel); // as at the next start
        })));
        Assert.Equal(0, await database.ScalarAsync<long>("""
            SELECT count(*)
            FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE locktype = 'advisory' AND datname = current_database()
            """));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM hangfire.job"));
    }
}
