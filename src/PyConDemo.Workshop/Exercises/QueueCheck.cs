using System.Collections.Concurrent;
using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Exercises;

/// <summary>Checks claims of jobs. The judge holds the work, so that nothing depends on how long it takes. For one
/// check.</summary>
internal sealed class QueueCheck(World world)
{
    /// <summary>A job whose work throws this many times has failed.</summary>
    public const int MostAttempts = 3;

    private const int Batch = 10, Claimers = 8;

    /// <summary>Longer than a claim needs on a busy machine.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(5), LongestLease = TimeSpan.FromMinutes(30);

    private readonly Dictionary<long, string> _digests = [];

    /// <summary>Any pending jobs may be taken, in any order. Each is done once, and recorded as it ended.</summary>
    public async Task SameAnswerAsync(CancellationToken cancellationToken)
    {
        await ReadDigestsAsync(cancellationToken);
        foreach (var batch in (int[])[1, Batch, Random.Shared.Next(2, 9)])
        {
            const int Pending = 3 * Batch;
            await ResetAsync(Pending, cancellationToken);
            var before = await WorkAsync(world.First, cancellationToken);
            var jobs = await ClaimAsync(world.First, batch, cancellationToken);
            Refuse.If(jobs.Count > batch, "more-than-batch", $"batch={batch} did {jobs.Count} jobs.");
            Refuse.If(jobs.Count < batch, "same-answer", $"batch={batch} of {Pending} jobs did {jobs.Count} jobs.");
            EnsureDone(jobs);
            var worked = (await WorkAsync(world.First, cancellationToken)).Done.Skip(before.Done.Count).ToArray();
            EnsureWorkedOnce(worked, jobs.Count);
            var counts = await CountsAsync(cancellationToken);
            Refuse.If((counts.Pending, counts.Claimed, counts.Done) != (Pending - batch, 0, batch), "same-answer",
                $"After a claim of {batch} from {Pending} jobs, {counts}.");
        }

        await ResetAsync(1, cancellationToken);
        await ClaimAsync(world.First, 5, cancellationToken);
        var none = await ClaimAsync(world.First, 5, cancellationToken);
        Refuse.If(none.Count > 0, "same-answer", "An empty queue still gives jobs.");
        foreach (var batch in (string[])["0", "-1", "501", "many"])
        {
            var answer = await world.First.SendAsync(Claim(batch), cancellationToken);
            Refuse.If(answer.Status != HttpStatusCode.BadRequest, "bad-input",
                $"batch={batch} answers {(int)answer.Status}; bad answers 400. Keep the [Range] of the parameter.");
        }
    }

    /// <summary>A claim reads its own jobs, however many wait.</summary>
    public async Task CostAsync(CancellationToken cancellationToken)
    {
        const int Pending = 3_000;
        const int RowsOfAJob = 20;
        await ResetAsync(Pending, cancellationToken);
        var look = await world.First.LookAsync(Claim($"{Batch}"), cancellationToken);
        look.Answer.EnsureSuccess();
        Refuse.If(look.Server.RowsRead > RowsOfAJob * Batch, "rows", $"To claim {Batch} of {Pending:N0} jobs it reads "
            + $"{look.Server.RowsRead:N0} rows (at most {RowsOfAJob * Batch}). {CostCheck.Largest(look.Server)} An "
            + "index has the pending jobs by their id.");
    }

    /// <summary>While a claim works, the judge counts the rows that it holds, and claims from another server.</summary>
    public async Task LocksAsync(CancellationToken cancellationToken)
    {
        const int Pending = 400;
        await ResetAsync(Pending, cancellationToken);
        var second = await world.SecondAsync();
        await using var held = await HeldClaimAsync(world.First, Batch, skip: 0, count: 1, cancellationToken);

        var counts = await CountsAsync(cancellationToken);
        var free = await world.Data.ReadAsync<long>(
            "SELECT count(*) FROM (SELECT FROM jobs WHERE status = 'pending' FOR UPDATE SKIP LOCKED) AS free",
            cancellationToken);
        var taken = counts.Claimed + counts.Pending - free;
        Refuse.If(taken > Batch, "rows-locked", $"It takes {Batch} jobs, and while it works on them {taken:N0} rows "
            + "of the queue are locked or claimed. LIMIT must be in the query with FOR UPDATE.");
        EnsureNothingDone(counts, held.Worked, "while its first job is not done yet");

        // Another server, and then the same one: its first work is held, and the others pass.
        foreach (var server in (CheckedServer[])[second, world.First])
        {
            var jobs = await UnblockedClaimAsync(server, cancellationToken);
            Refuse.If(jobs.Count == 0, "blocked", $"While one claimer works on {Batch} of {Pending} jobs, another one "
                + "finds none.");
            EnsureDone(jobs);
        }

        EnsureDone(await held.ReleaseAsync(cancellationToken));
        await TogetherAsync(cancellationToken);
    }

    /// <summary>Several claims of one server work at the same time.</summary>
    private async Task TogetherAsync(CancellationToken cancellationToken)
    {
        await ResetAsync(Batch * Claimers, cancellationToken);
        await world.First.Process.HoldWorkAsync(cancellationToken, skip: 0, count: Claimers);
        var claims = Enumerable.Range(0, Claimers).Select(_ => ClaimAsync(world.First, 1, cancellationToken)).ToArray();
        var since = Stopwatch.GetTimestamp();
        int working;
        do
        {
            await Task.Delay(20, cancellationToken);
            working = (await WorkAsync(world.First, cancellationToken)).Running.Count;
        }
        while (working < Claimers && Stopwatch.GetElapsedTime(since) < Soon);

        await world.First.Process.ReleaseWorkAsync(cancellationToken);
        foreach (var jobs in await Task.WhenAll(claims)) EnsureDone(jobs);
        Refuse.If(working < Claimers, "blocked", $"{Claimers} claims of one job came at once, and only {working} of "
            + $"them worked at the same time: the others waited. {Batch * Claimers} jobs are pending, so nobody has to "
            + "wait.");
    }

    /// <summary>Several claimers at once empty the queue. The work is counted, and not only what they say.</summary>
    public async Task ExactlyOnceAsync(CancellationToken cancellationToken)
    {
        const int Jobs = 160;
        CheckedServer[] servers = [world.First, await world.SecondAsync()];
        await ResetAsync(Jobs, cancellationToken);
        var before = await Task.WhenAll(servers.Select(server => WorkAsync(server, cancellationToken)));
        var reported = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, Claimers).Select(i => ClaimAllAsync(servers[i % 2])));

        var after = await Task.WhenAll(servers.Select(server => WorkAsync(server, cancellationToken)));
        string[] worked = [.. after.Zip(before).SelectMany(pair => pair.First.Done.Skip(pair.Second.Done.Count))];
        var twice = worked.CountBy(id => id).Count(pair => pair.Value > 1);
        Refuse.If(twice > 0, "done-twice", $"{Claimers} claimers on two servers did {twice} of {Jobs} jobs more than "
            + "once: nothing keeps two of them from taking the same job.");
        var counts = await CountsAsync(cancellationToken);
        Refuse.If(counts.Done != Jobs || reported.Count != Jobs, "lost", $"{Claimers} claimers have ended, and of "
            + $"{Jobs} jobs {counts}; {reported.Count} were reported done.");
        await LateAsync(servers, cancellationToken);

        async Task ClaimAllAsync(CheckedServer server)
        {
            // A claim that finds all rows locked may be empty while others still work, so an empty one is repeated.
            for (var empty = 0; empty < 3;)
            {
                var jobs = await ClaimAsync(server, Batch, cancellationToken);
                Refuse.If(jobs.Count > Batch, "more-than-batch", $"batch={Batch} did {jobs.Count} jobs.");
                foreach (var job in jobs.Where(job => job.Status == "done")) reported.Add(job.Id);
                empty = jobs.Count == 0 ? empty + 1 : 0;
            }
        }
    }

    /// <summary>A claim begins to read the queue while another one still works, and reads on when the other one has
    /// committed. A statement sees the rows as they were when it began, unless it locks them.</summary>
    private async Task LateAsync(CheckedServer[] servers, CancellationToken cancellationToken)
    {
        await ResetAsync(Batch, cancellationToken);
        await world.Data.RunAsync(WaitInsideStatements, cancellationToken);
        await using var first = await HeldClaimAsync(servers[0], Batch, skip: 0, count: 1, cancellationToken);
        var wait = await world.Data.HoldAsync($"SELECT pg_advisory_xact_lock({LateLock})", cancellationToken);
        var before = await WorkAsync(servers[1], cancellationToken);
        var late = ClaimAsync(servers[1], Batch, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        while (!late.IsCompleted && Stopwatch.GetElapsedTime(since) < Soon
            && !await world.Data.IsAnybodyWaitingAsync(cancellationToken))
        {
            await Task.Delay(20, cancellationToken);
        }

        EnsureDone(await first.ReleaseAsync(cancellationToken));
        await wait.DisposeAsync();
        await late;
        var again = (await WorkAsync(servers[1], cancellationToken)).Done.Count - before.Done.Count;
        Refuse.If(again > 0, "done-twice", $"A claim began to read the queue while another one worked, and read on "
            + $"when that one had committed. It did {again} of the finished jobs again. A statement sees rows as they were "
            + "when it began: only FOR UPDATE, or an UPDATE with the status in its WHERE, looks at them again.");
        await world.Data.RunAsync(WithoutWait, cancellationToken);
    }

    private const int LateLock = 20251124;

    /// <summary>The second server's statements wait at their first job while the judge holds a lock.</summary>
    private static readonly string WaitInsideStatements = $"""
        CREATE FUNCTION judge_waits() RETURNS boolean LANGUAGE sql VOLATILE COST 1 AS
            'SELECT pg_advisory_xact_lock_shared({LateLock}) IS NOT NULL';
        CREATE POLICY judge_all ON jobs USING (true);
        CREATE POLICY judge_late ON jobs AS RESTRICTIVE TO {JudgeServer.Second} USING (judge_waits());
        ALTER TABLE jobs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        """;

    private const string WithoutWait = """
        ALTER TABLE jobs DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
        DROP POLICY judge_all ON jobs;
        DROP POLICY judge_late ON jobs;
        DROP FUNCTION judge_waits();
        """;

    /// <summary>A lease ends while its claim still works. Another server takes the jobs, and the first claim must not
    /// record anything for them.</summary>
    public async Task LeaseAsync(CancellationToken cancellationToken)
    {
        const int Jobs = 5;
        await ResetAsync(Jobs, cancellationToken);
        await using var first = await HeldClaimAsync(world.First, Jobs, skip: 0, count: Jobs, cancellationToken);
        if ((await CountsAsync(cancellationToken)).Claimed == 0)
        {
            await first.ReleaseAsync(cancellationToken); // it holds locks, which have no end
            return;
        }

        await EnsureLeaseAsync(cancellationToken);
        await RemovePendingAsync(cancellationToken);
        await ExpireLeasesAsync(cancellationToken);
        var pending = await UntilAsync(counts => counts.Claimed == 0, cancellationToken);
        Refuse.If(pending.Claimed > 0, "not-rescued",
            $"A lease has ended, but {pending.Claimed} jobs stay claimed: JobRescuer looks for claimed jobs with a "
                + "lease_until.");
        await using var second = await HeldClaimAsync(
            await world.SecondAsync(), Jobs, skip: 0, count: Jobs, cancellationToken);
        var held = await ClaimsAsync(cancellationToken);
        await first.ReleaseAsync(cancellationToken);
        var lost = held.Except(await ClaimsAsync(cancellationToken)).Count();
        Refuse.If(lost > 0, "owner", $"A claim outlasted its lease, and another server claimed {held.Count} of its "
            + $"jobs. When the first one ended, it changed {lost} of them, while the second one still works. Each "
            + "claim needs a name that nobody else has, and it may record only jobs with that name.");
        EnsureDone(await second.ReleaseAsync(cancellationToken));
    }

    /// <summary>The process is killed in the middle of its work.</summary>
    public async Task KilledAsync(CancellationToken cancellationToken)
    {
        const int Jobs = 6;
        const int Before = 2;
        await ResetAsync(Jobs, cancellationToken);
        await using var held = await HeldClaimAsync(world.First, Jobs, Before, count: Jobs, cancellationToken);
        EnsureNothingDone(await CountsAsync(cancellationToken), held.Worked, $"after {Before} of {Jobs} jobs");
        await held.KillAsync();
        await ExpireLeasesAsync(cancellationToken);
        var back = await UntilAsync(
            counts => counts.Pending >= Jobs - Before && counts.Claimed == 0, cancellationToken);
        EnsureNothingDone(back, held.Worked, "when its claimer was killed");
        Refuse.If(back.Pending < Jobs - Before, "not-rescued", $"The claimer was killed during its work, and "
            + $"{Soon.TotalSeconds:0} s later {back}: what it had claimed does not come back. Keep the work in the "
            + "transaction, or use JobLeases.");

        var second = await world.SecondAsync();
        var rest = await ClaimAsync(second, Jobs, cancellationToken);
        Refuse.If(rest.Count < Jobs - Before, "lost", $"After a kill, the next claimer finds {rest.Count} jobs.");
        EnsureDone(rest);
    }

    /// <summary>True if no transaction is open while a claim works.</summary>
    public async Task<bool> IsLeasedAsync(CancellationToken cancellationToken)
    {
        await ResetAsync(Batch, cancellationToken);
        await using var held = await HeldClaimAsync(
            await world.SecondAsync(), Batch, skip: 0, count: 1, cancellationToken);
        var open = await world.Data.ReadAsync<long>("""
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state LIKE 'idle in transaction%'
            """, cancellationToken);
        await held.ReleaseAsync(cancellationToken);
        return open == 0;
    }

    /// <summary>A job that fails is not done. The others are.</summary>
    public async Task FailureAsync(CancellationToken cancellationToken)
    {
        await ResetAsync(3, cancellationToken);
        await world.First.Process.FailWorkAsync("2", cancellationToken);
        var jobs = await ClaimAsync(world.First, 3, cancellationToken);
        var failed = jobs.Where(job => job.Status == "done").Select(job => job.Id).Order().ToArray();
        var counts = await CountsAsync(cancellationToken);
        Refuse.If(!failed.SequenceEqual([1, 3]) || (counts.Pending, counts.Done) != (1, 2), "lost", "The work of job "
            + $"2 threw an exception. Jobs {string.Join(", ", failed)} were reported done, and {counts}; jobs 1 and 3 "
            + "are done, and job 2 is pending for another attempt.");

        for (var attempt = 2; attempt <= MostAttempts; attempt++)
        {
            await world.First.Process.FailWorkAsync("2", cancellationToken);
            var again = await ClaimAsync(world.First, 3, cancellationToken);
            var expected = attempt < MostAttempts ? "pending" : "failed";
            var recorded = await world.Data.ReadAsync<string>("SELECT status FROM jobs WHERE id = 2", cancellationToken);
            var reported = again is [{ Id: 2, Status: var status }] ? status : "not at all";
            Refuse.If((reported, recorded) != (expected, expected), "lost", $"The work of job 2 threw an exception "
                + $"{attempt} times. It was reported {reported}, and it is {recorded} in the table. It must be {expected}: "
                + $"after {MostAttempts} attempts a job has failed for good.");
        }
    }

    private async Task<IReadOnlyList<JobAnswer>> UnblockedClaimAsync(
        CheckedServer server, CancellationToken cancellationToken)
    {
        var claim = ClaimAsync(server, 1, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        while (!claim.IsCompleted)
        {
            await Task.WhenAny(claim, Task.Delay(100, cancellationToken));
            var isWaiting = !claim.IsCompleted && await world.Data.IsAnybodyWaitingAsync(cancellationToken);
            Refuse.If(isWaiting || Stopwatch.GetElapsedTime(since) > Soon, "blocked", "While one claimer works on its "
                + "jobs, another one that wants a single job waits" + (isWaiting ? " for a lock." : "."));
        }

        try
        {
            return await claim;
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException("blocked", "While one claimer works on its jobs, another one fails. "
                + $"{refusal.Message}");
        }
    }

    private async Task EnsureLeaseAsync(CancellationToken cancellationToken)
    {
        var unnamed = await world.Data.ReadAsync<long>(
            "SELECT count(*) FROM jobs WHERE status = 'claimed' AND lease_until IS NULL", cancellationToken);
        Refuse.If(unnamed > 0, "not-rescued", $"{unnamed} jobs are claimed without a lease_until: when their worker "
            + "dies, nobody can tell, and they never come back. Keep the work in the transaction, or use JobLeases.");
        var left = await world.Data.ReadAsync<TimeSpan>(
            "SELECT min(lease_until - clock_timestamp()) FROM jobs WHERE status = 'claimed'", cancellationToken);
        Refuse.If(left < ShortestLease, "lease", $"Its lease ends in {left.TotalSeconds:0.0} s. The work of a large "
            + "claim takes longer on a busy machine, and then another worker does the jobs again. Use the length of "
            + "JobLeases.");
        Refuse.If(left > LongestLease, "lease", $"Its lease runs for {left.TotalHours:0.0} hours: so long do the jobs "
            + "of a dead worker wait. Use the length of JobLeases.");
    }

    private Task ExpireLeasesAsync(CancellationToken cancellationToken) => world.Data.RunAsync("""
        UPDATE jobs SET lease_until = clock_timestamp() - interval '1 s'
        WHERE status = 'claimed' AND lease_until IS NOT NULL
        """, cancellationToken);

    /// <summary>Leaves only jobs that somebody holds, so that the next claim takes these.</summary>
    private Task RemovePendingAsync(CancellationToken cancellationToken) => world.Data.RunAsync("""
        DELETE FROM jobs
        WHERE id IN (SELECT id FROM jobs WHERE status = 'pending' FOR UPDATE SKIP LOCKED)
        """, cancellationToken);

    /// <summary>The jobs that are claimed, each with its claimer's name.</summary>
    private async Task<IReadOnlyList<string>> ClaimsAsync(CancellationToken cancellationToken)
        => await world.Data.ReadAsync<string[]>(
            "SELECT coalesce(array_agg(format('%s %s', id, claimed_by)), '{}') FROM jobs WHERE status = 'claimed'",
            cancellationToken);

    private async Task<JobCounts> UntilAsync(Func<JobCounts, bool> isEnough, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var counts = await CountsAsync(cancellationToken);
            if (isEnough(counts) || Stopwatch.GetElapsedTime(since) > Soon) return counts;
            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Starts a claim, and returns when its work is held.</summary>
    private static async Task<HeldClaim> HeldClaimAsync(
        CheckedServer server, int batch, int skip, int count, CancellationToken cancellationToken)
    {
        var before = await WorkAsync(server, cancellationToken);
        await server.Process.HoldWorkAsync(cancellationToken, skip, count);
        var claim = ClaimAsync(server, batch, cancellationToken);
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await WorkAsync(server, cancellationToken);
            var done = seen.Done.Count - before.Done.Count;
            if (seen.Running.Count > 0 && done >= skip) return new(server, claim, done);
            if (claim.IsFaulted) await claim;
            Refuse.If(claim.IsCompleted, "lost", $"A claim of {batch} jobs was answered, but their work was not done: "
                + "JobRunner does it.");
            Refuse.If(Stopwatch.GetElapsedTime(since) > Soon, "fails", $"A claim of {batch} jobs does not begin its "
                + "work.");
            await Task.Delay(20, cancellationToken);
        }
    }

    private static void EnsureNothingDone(JobCounts counts, int worked, string when) => Refuse.If(
        counts.Done > worked, "done-before-work", $"{counts.Done} jobs are marked done {when}, but the work of "
            + $"{worked} was done: record a job after its work.");

    private void EnsureDone(IReadOnlyList<JobAnswer> jobs)
    {
        foreach (var job in jobs)
        {
            Refuse.If(job.Status == "lost", "lease", $"Job {job.Id} is 'lost': when it was recorded, the claim no "
                + "longer held it. Its lease had ended, or it was claimed under another name.");
            Refuse.If(job.Status != "done", "same-answer", $"Job {job.Id} is '{job.Status}', not done.");
            Refuse.If(job.Digest != _digests[job.Id], "same-answer", $"The digest of job {job.Id} is {job.Digest}, not "
                + $"{_digests[job.Id]}.");
        }
    }

    private static void EnsureWorkedOnce(string[] worked, int jobs)
    {
        var twice = worked.CountBy(id => id).FirstOrDefault(pair => pair.Value > 1);
        Refuse.If(twice.Key is not null, "done-twice", $"One claim did job {twice.Key} {twice.Value} times.");
        Refuse.If(worked.Length != jobs, "same-answer", $"{jobs} jobs were reported, and the work of {worked.Length} "
            + "was done: JobRunner does it.");
    }

    /// <summary>What bad answers for each job that the checks use.</summary>
    private async Task ReadDigestsAsync(CancellationToken cancellationToken)
    {
        await ResetAsync(400, cancellationToken);
        var look = await world.ReferenceAsync("/bad/jobs/claim?batch=400", cancellationToken, "POST");
        foreach (var job in JobsOf(look.Answer)) _digests[job.Id] = job.Digest!;
    }

    private Task<Look> ResetAsync(int pending, CancellationToken cancellationToken)
        => world.ReferenceAsync($"/demo/jobs/reset?pending={pending}", cancellationToken, "POST");

    private static async Task<IReadOnlyList<JobAnswer>> ClaimAsync(
        CheckedServer server, int batch, CancellationToken cancellationToken)
        => JobsOf((await server.SendAsync(Claim($"{batch}"), cancellationToken)).EnsureSuccess());

    private static LaneRequest Claim(string batch) => new("POST", $"/yours/jobs/claim?batch={batch}");

    private static IReadOnlyList<JobAnswer> JobsOf(LaneAnswer answer) => [.. answer.List("jobs").Select(
        job => new JobAnswer(
            job.GetProperty("id").GetInt64(), job.GetProperty("status").GetString(),
            job.GetProperty("digest").GetString()))];

    private static Task<WorkSeen> WorkAsync(CheckedServer server, CancellationToken cancellationToken)
        => server.Process.WorkAsync(cancellationToken);

    private async Task<JobCounts> CountsAsync(CancellationToken cancellationToken)
    {
        var json = await world.Data.ReadAsync<string>("""
            SELECT json_build_object(
                'Pending', count(*) FILTER (WHERE status = 'pending'),
                'Claimed', count(*) FILTER (WHERE status = 'claimed'),
                'Done', count(*) FILTER (WHERE status = 'done'))::text
            FROM jobs
            """, cancellationToken);
        return JsonSerializer.Deserialize<JobCounts>(json)!;
    }

    private sealed record JobAnswer(long Id, string? Status, string? Digest);

    /// <summary>The committed states of the queue.</summary>
    private sealed record JobCounts(long Pending, long Claimed, long Done)
    {
        public override string ToString() => $"{Done} are done, {Claimed} claimed and {Pending} pending";
    }

    /// <summary>A claim whose work the judge holds.</summary>
    /// <param name="Worked">How many of its jobs were done before.</param>
    private sealed record HeldClaim(CheckedServer Server, Task<IReadOnlyList<JobAnswer>> Claim, int Worked)
        : IAsyncDisposable
    {
        private bool _isOver;

        public async Task<IReadOnlyList<JobAnswer>> ReleaseAsync(CancellationToken cancellationToken)
        {
            _isOver = true;
            await Server.Process.ReleaseWorkAsync(cancellationToken);
            return await Claim;
        }

        public async Task KillAsync()
        {
            _isOver = true;
            await Server.Process.KillAsync();
            await ((Task)Claim).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the kill has broken it
        }

        /// <summary>After a refusal, the claim must not be left behind.</summary>
        public async ValueTask DisposeAsync()
        {
            if (!_isOver) await KillAsync();
        }
    }
}
