using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class JobResetTests(Cluster cluster)
{
    [Fact]
    public async Task After_any_use_a_reset_restores_what_the_seed_made_vacuumed()
    {
        await using var queue = await RowLockingApp.StartAsync(cluster);
        var seeded = await ChecksumAsync(queue);
        await queue.ClaimAsync("bad", batch: 500);
        await queue.ClaimAsync("good", batch: 500);
        Assert.NotEqual(seeded, await ChecksumAsync(queue));

        await queue.ResetAsync(2000);

        Assert.Equal(seeded, await ChecksumAsync(queue));
        Assert.True(await queue.ScalarAsync<bool>(
            """
            SELECT relpages > 0 AND relallvisible = relpages AND reltuples = 2000
            FROM pg_class WHERE relname = 'jobs'
            """));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1999)]
    [InlineData(2001)]
    [InlineData(4000)]
    public async Task Shorter_and_longer_queues_are_numbered_without_a_gap_and_in_the_order_of_time(int pending)
    {
        await using var queue = await RowLockingApp.StartAsync(cluster);
        await queue.ResetAsync(pending);

        Assert.Equal($"{pending} 1 {pending} {pending} 0", await queue.ScalarAsync<string>("""
            SELECT concat_ws(' ', count(*), min(id), max(id),
                count(*) FILTER (WHERE status = 'pending' AND attempts = 0 AND lease_until IS NULL),
                count(*) FILTER (WHERE created_at <= before))
            FROM (SELECT *, lag(created_at) OVER (ORDER BY id) AS before FROM jobs) AS ordered
            """));
    }

    /// <summary>VACUUM gives the empty end of the table back only if nobody waits for the table.</summary>
    [Fact]
    public async Task Resets_at_once_leave_the_same_table_as_one()
    {
        const string Pages = "SELECT relpages || '/' || relallvisible FROM pg_class WHERE relname = 'jobs'";
        await using var queue = await RowLockingApp.StartAsync(cluster);
        await queue.ResetAsync(100);
        var alone = await queue.ScalarAsync<string>(Pages);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => queue.ResetAsync(100)));

        Assert.Equal(alone, await queue.ScalarAsync<string>(Pages));
    }

    private static Task<string> ChecksumAsync(RowLockingApp queue)
        => queue.ScalarAsync<string>("SELECT demo_checksum('jobs')::text");
}
