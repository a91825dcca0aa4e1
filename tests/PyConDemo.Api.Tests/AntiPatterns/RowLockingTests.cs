using System.Net;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class RowLockingTests(Cluster cluster) : IAsyncLifetime
{
    private RowLockingApp _queue = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _queue = await RowLockingApp.StartAsync(cluster);

    public async ValueTask DisposeAsync() => await _queue.DisposeAsync();

    [Theory]
    [InlineData("good")]
    [InlineData("leased")]
    public async Task Each_lane_does_the_same_jobs_as_Bad_with_the_same_results_and_leaves_the_same_table(string lane)
    {
        _queue.Work.Poison[7] = true;

        await _queue.ResetAsync(120);
        RowLockingResult[] bad =
            [await _queue.ClaimAsync("bad"), await _queue.ClaimAsync("bad"), await _queue.ClaimAsync("bad")];
        var badTable = await TableAsync();
        await _queue.ResetAsync(120);
        RowLockingResult[] good =
            [await _queue.ClaimAsync(lane), await _queue.ClaimAsync(lane), await _queue.ClaimAsync(lane)];

        Assert.Equal(bad.SelectMany(result => result.Jobs), good.SelectMany(result => result.Jobs));
        Assert.Equal([50, 50, 22], good.Select(result => result.Jobs.Count)); // job 7 fails twice and is claimed again
        Assert.Equal("pending", good[0].Jobs[6].Status);
        Assert.Equal(badTable, await TableAsync());
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("good")]
    [InlineData("leased")]
    public async Task Eight_claimers_do_every_job_exactly_once(string lane)
    {
        await _queue.ResetAsync(2000);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => DrainAsync(lane)));

        var done = claims.SelectMany(claim => claim).ToList();
        Assert.All(done, result => Assert.InRange(result.Jobs.Count, 1, 50));
        Assert.All(done.SelectMany(result => result.Jobs), job => Assert.Equal("done", job.Status));
        Assert.Equal(Numbers(1, 2000), done.SelectMany(result => result.Jobs).Select(job => job.Id).Order());
        Assert.Equal(Numbers(1, 2000), _queue.Work.Begun.Order());
        Assert.Equal(2000, await _queue.CountAsync(
            "status = 'done' AND attempts = 1 AND finished_at IS NOT NULL AND claimed_by IS NULL"));
    }

    [Theory]
    [InlineData("bad", 500)]
    [InlineData("good", 50)]
    [InlineData("leased", 50)]
    public async Task A_claim_locks_every_pending_row_in_Bad_and_its_batch_in_Good(string lane, int locked)
    {
        await _queue.ResetAsync(500);
        await _queue.ClaimAsync(lane);
        await _queue.ResetAsync(500);

        await using var connection = await _queue.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await ReplayClaimAsync(connection);

        Assert.Equal(locked, await _queue.RowLocksAsync());
        // Row locks are not in pg_locks. A background service may wait for a row for a moment, but ours are held until
        // the end.
        await RowLockingApp.UntilAsync(async () => await _queue.ScalarAsync<long>("""
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'tuple' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """) == 0, "no tuple in pg_locks");
    }

    [Theory]
    [InlineData("bad", 500)]
    [InlineData("good", 50)]
    [InlineData("leased", 0)]
    public async Task While_it_works_a_lane_keeps_the_locks_of_its_claim_and_a_leased_claim_has_none(
        string lane, int locked)
    {
        await _queue.ResetAsync(500);
        _queue.Work.Hold();
        var claim = _queue.ClaimAsync(lane);
        await AtWorkAsync(1);

        Assert.Equal(locked, await _queue.RowLocksAsync());
        Assert.Equal(
            lane == "leased" ? 50 : 0,
            await _queue.CountAsync("status = 'claimed' AND lease_until BETWEEN now() AND now() + interval '30 s'"));
        // Background services have short transactions. A lane that keeps one open keeps it until the work is released.
        var transactions = lane == "leased" ? 0 : 1;
        await RowLockingApp.UntilAsync(async () => transactions == await _queue.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'idle in transaction'
            """),
            $"{transactions} idle in transaction");

        _queue.Work.LetGo();
        Assert.Equal(50, (await claim).Jobs.Count);
    }

    [Theory]
    [InlineData("bad", 1)]
    [InlineData("good", 8)]
    [InlineData("leased", 8)]
    public async Task Of_eight_claimers_one_works_in_Bad_and_seven_wait_in_Good_nobody_waits(string lane, int atWork)
    {
        await _queue.ResetAsync(500);
        _queue.Work.Hold();
        var claims = Enumerable.Range(0, 8).Select(_ => _queue.ClaimAsync(lane)).ToArray();

        await AtWorkAsync(atWork);
        await RowLockingApp.UntilAsync(
            async () => await _queue.WaitersAsync() == 8 - atWork, $"{8 - atWork} wait for a lock");
        Assert.Equal(atWork, _queue.Work.Begun.Count);

        _queue.Work.LetGo();
        var jobs = (await Task.WhenAll(claims)).SelectMany(result => result.Jobs);
        Assert.Equal(Numbers(1, 400), jobs.Select(job => job.Id).Order());
    }

    [Theory]
    [InlineData("good")]
    [InlineData("leased")]
    public async Task A_claim_that_is_not_committed_yet_is_passed_by(string lane)
    {
        await _queue.ResetAsync(500);
        await _queue.ClaimAsync(lane);
        await _queue.ResetAsync(500);

        await using var connection = await _queue.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await ReplayClaimAsync(connection);

        Assert.Equal(Numbers(51, 100), (await _queue.ClaimAsync(lane)).Jobs.Select(job => job.Id));

        var bad = _queue.ClaimAsync("bad");
        await RowLockingApp.UntilAsync(async () => await _queue.WaitersAsync() == 1, "Bad waits");
        await transaction.RollbackAsync(Cancel);
        Assert.Equal(Numbers(1, 50), (await bad).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task EXPLAIN_tells_the_rows_locked_too()
    {
        await _queue.ResetAsync(2000);
        await _queue.ClaimAsync("bad");
        var bad = await Plan.OfAsync(_queue.App.ConnectionString, _queue.ClaimSent(), Cancel);
        await _queue.ResetAsync(2000);
        await _queue.ClaimAsync("good");
        var good = await Plan.OfAsync(_queue.App.ConnectionString, _queue.ClaimSent(), Cancel);
        await _queue.ResetAsync(2000);
        await _queue.ClaimAsync("leased");
        var leased = await Plan.OfAsync(_queue.App.ConnectionString, _queue.ClaimSent(), Cancel);

        Assert.Equal(1950, bad.RowsLocked);
        Assert.Equal(50, good.RowsLocked);
        Assert.Equal(50, leased.RowsLocked);
    }

    [Fact]
    public async Task An_empty_queue_gives_an_empty_claim()
    {
        await _queue.ResetAsync(1);
        foreach (var lane in new[] { "bad", "good", "leased" })
        {
            await DrainAsync(lane);
            Assert.Empty((await _queue.ClaimAsync(lane)).Jobs);
        }
    }

    [Theory]
    [InlineData("/bad/jobs/claim?batch=0", "batch")]
    [InlineData("/bad/jobs/claim?batch=501", "batch")]
    [InlineData("/bad/jobs/claim?batch=x", "batch")]
    [InlineData("/good/jobs/claim?batch=0", "batch")]
    [InlineData("/good/jobs/claim?batch=-1", "batch")]
    [InlineData("/good/jobs/claim?batch=501", "batch")]
    [InlineData("/good/jobs/claim/leased?batch=0", "batch")]
    [InlineData("/good/jobs/claim/leased?batch=501", "batch")]
    [InlineData("/demo/jobs/reset", "pending")]
    [InlineData("/demo/jobs/reset?pending=x", "pending")]
    [InlineData("/demo/jobs/reset?pending=0", "from 1 to 4000")]
    [InlineData("/demo/jobs/reset?pending=4001", "from 1 to 4000")]
    public async Task Bad_input_gets_400_that_says_what_is_wrong(string path, string word)
    {
        var response = await _queue.Client.PostAsync(path, null, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<long> Numbers(int first, int last)
        => Enumerable.Range(first, last - first + 1).Select(number => (long)number);

    private Task AtWorkAsync(int claimers)
        => RowLockingApp.UntilAsync(() => Task.FromResult(_queue.Work.Begun.Count >= claimers), $"{claimers} at work");

    private async Task<List<RowLockingResult>> DrainAsync(string lane)
    {
        var claims = new List<RowLockingResult>();
        while (await _queue.ClaimAsync(lane) is { Jobs.Count: > 0 } claim)
        {
            claims.Add(claim);
        }

        return claims;
    }

    private async Task ReplayClaimAsync(Npgsql.NpgsqlConnection connection)
    {
        await using var claim = _queue.ClaimSent().Clone();
        claim.Connection = connection;
        claim.Transaction = null;
        await claim.ExecuteNonQueryAsync(Cancel);
    }

    // Everything except the times.
    private Task<string> TableAsync() => _queue.ScalarAsync<string>("""
        SELECT string_agg(
            concat_ws('|', id, status, payload, attempts, lease_until, claimed_by, finished_at IS NULL, last_error),
            E'\n' ORDER BY id)
        FROM jobs
        """);
}
