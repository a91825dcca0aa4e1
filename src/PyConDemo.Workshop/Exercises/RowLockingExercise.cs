using System.Collections.Concurrent;

namespace PyConDemo.Workshop.Exercises;

internal sealed class RowLockingExercise() : Exercise(
    "row-locking", "It locks the whole queue to take 50 jobs. Lock only those, and let nobody wait.")
{
    private const int Claimers = 8, Jobs = 160, Batch = 10;

    /// <summary>Jobs of the long claim. With the checked API's rounds per job, they are some seconds of work.</summary>
    private const int LongBatch = 200;

    /// <summary>The most rounds that the API takes: the long claim is killed during its work.</summary>
    private static readonly IReadOnlyDictionary<string, string> EndlessWork =
        new Dictionary<string, string> { ["RowLocking__Rounds"] = "1000000" };

    private const int Attempts = 3;

    /// <summary>Longer than the checked API's lease and its rescue together, and than a claim needs to take its jobs,
    /// on a busy machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public override IReadOnlyList<string> Hints =>
    [
        "Run `curl -X POST 'http://127.0.0.1:5080/yours/jobs/claim?batch=500'` twice at the same time: the second "
            + "request waits. For which rows?",
        "Put the LIMIT into the same query as FOR UPDATE. Otherwise PostgreSQL locks all pending rows before it "
            + "applies the limit.",
        "The second claim should skip the rows that the first one has locked: SKIP LOCKED.",
        "The statement needs all of it: `ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED`. Remove `OrderBy` and "
            + "`Take` after it. Keep the transaction: a crash rolls the claim back.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("the same jobs as bad, with the same results", SameAnswerAsync),
        new("locks only what it takes, in a queue of any length", LocksAsync),
        new("8 claimers at once do every job exactly once", ExactlyOnceAsync),
        new("no claimer waits for another's work", NobodyWaitsAsync),
        new("a killed claimer's jobs come back", ComesBackAsync),
    ];

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        const int Pending = 3 * Batch;
        var api = apis.Small;
        foreach (var batch in (int[])[1, Batch])
        {
            await api.Demo.ResetJobsAsync(Pending, cancellationToken);
            var expected = (await api.BadAsync($"/jobs/claim?batch={batch}", cancellationToken, "POST")).Json();
            await api.Demo.ResetJobsAsync(Pending, cancellationToken);
            var claim = await ClaimAsync(api, batch, cancellationToken);
            // The lane may take any pending jobs, but it must do each of them as bad does.
            var count = claim.List("jobs").Length;
            Refuse.If(count > batch, "more-than-batch", $"batch={batch} did {count} jobs.");
            Refuse.If(count < batch, "same-answer", $"batch={batch} did {count} jobs.");
            Refuse.IfDifferent(expected, claim.Json(), "same-answer",
                $"This is not bad's answer to batch={batch} of {Pending} pending jobs.");
            var (pending, claimed, done, _) = await api.JobsAsync(cancellationToken);
            Refuse.If((pending, claimed, done) != (Pending - batch, 0, batch), "same-answer", "After a claim of "
                + $"{batch} from {Pending} jobs, {done} are done, {claimed} claimed and {pending} pending.");
        }

        await api.Demo.ResetJobsAsync(1, cancellationToken);
        await ClaimAsync(api, 5, cancellationToken);
        var jobs = (await ClaimAsync(api, 5, cancellationToken)).List("jobs");
        Refuse.If(jobs.Length > 0, "same-answer", "An empty queue still gives jobs.");
        var status = (int)(await ClaimAsync(api, 0, cancellationToken)).Status;
        Refuse.If(status != 400, "bad-input", $"batch=0 answers {status}; bad answers 400.");
    }

    private static async Task LocksAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both)
        {
            await api.Demo.ResetJobsAsync(1_000, cancellationToken);
            var claim = await api.SendMeasuredAsync($"/jobs/claim?batch={Batch}", cancellationToken, "POST");
            await api.Demo.ResetJobsAsync(1_000, cancellationToken);
            var cost = await api.CostOfAsync(claim, cancellationToken);
            Refuse.If(cost.RowsLocked > Batch, "rows-locked", $"It takes {Batch} jobs and locks {cost.RowsLocked:N0} "
                + "rows: LIMIT must be in the query with FOR UPDATE.");
        }
    }

    private static async Task ExactlyOnceAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        await api.Demo.ResetJobsAsync(Jobs, cancellationToken);
        var done = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, Claimers).Select(_ => ClaimAllAsync()));

        var repeated = done.GroupBy(id => id).Count(group => group.Count() > 1);
        Refuse.If(repeated > 0, "done-twice", $"{Claimers} claimers at once did {repeated} of {Jobs} jobs more than "
            + "once: nothing keeps two of them from taking the same job.");
        var (pending, claimed, recorded, _) = await api.JobsAsync(cancellationToken);
        Refuse.If(recorded != Jobs || done.Count != Jobs, "lost", $"{Claimers} claimers have ended, and of {Jobs} jobs "
            + $"{recorded} are done, {claimed} claimed and {pending} pending; {done.Count} were reported done.");

        async Task ClaimAllAsync()
        {
            // A claim that finds all rows locked may be empty while others still work, so an empty one is repeated.
            for (var empty = 0; empty < 3;)
            {
                var jobs = (await ClaimAsync(api, Batch, cancellationToken)).List("jobs");
                Refuse.If(jobs.Length > Batch, "more-than-batch", $"batch={Batch} did {jobs.Length} jobs.");
                foreach (var job in jobs.Where(j => j.GetProperty("status").GetString() == "done"))
                    done.Add(job.GetProperty("id").GetInt64());
                empty = jobs.Length == 0 ? empty + 1 : 0;
            }
        }
    }

    /// <summary>Checks the order and not the time: a claim of one job that begins second must be answered first. On a
    /// busy machine it may lose once, but a lane that waits always loses.</summary>
    private static async Task NobodyWaitsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
            if (await IsSecondFirstAsync(apis.Small, cancellationToken)) return;
        throw new RefusalException("blocked", "A claim of a single job was answered only after another claim had "
            + $"worked on {LongBatch} jobs: it waited for rows that it did not need.");
    }

    private static async Task<bool> IsSecondFirstAsync(GradedApi api, CancellationToken cancellationToken)
    {
        await api.Demo.ResetJobsAsync(2 * LongBatch, cancellationToken);
        var first = ClaimAsync(api, LongBatch, cancellationToken);
        await Task.Delay(150, cancellationToken); // it has its rows by now and works for seconds
        var second = ClaimAsync(api, 1, cancellationToken);
        var winner = await Task.WhenAny(first, second);
        var (one, other) = ((await first).EnsureSuccess(), await second);
        Refuse.If(!other.IsSuccess, "blocked", $"While one claimer works on {LongBatch} jobs, a second one that wants "
            + $"a single job gets {(int)other.Status}.");
        Refuse.If(other.List("jobs").Length == 0, "blocked", $"While one claimer works on {one.List("jobs").Length} of "
            + $"{2 * LongBatch} jobs, a second one finds none: the first locks more than it takes.");
        return winner == second;
    }

    private static async Task ComesBackAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        const int All = 2 * LongBatch;
        var api = apis.Small;
        await api.Host.KillAndRestartAsync(cancellationToken, EndlessWork);
        await api.Demo.ResetJobsAsync(All, cancellationToken);
        var claim = ClaimAsync(api, LongBatch, cancellationToken);
        JobCounts jobs;
        var since = Stopwatch.GetTimestamp();
        do
        {
            await Task.Delay(50, cancellationToken);
            jobs = await api.JobsAsync(cancellationToken);
        }
        while (jobs is { Pending: All, OpenClaims: 0 } && !claim.IsCompleted
            && Stopwatch.GetElapsedTime(since) < Timeout);
        var wasAnswered = claim.IsCompleted;
        await api.Host.KillAndRestartAsync(cancellationToken);
        await Task.WhenAny(claim); // the kill has broken it
        Refuse.If(wasAnswered, "lost", $"A claim of {LongBatch} jobs was answered before their work could be done.");
        since = Stopwatch.GetTimestamp();
        do
        {
            jobs = await api.JobsAsync(cancellationToken);
            Refuse.If(jobs.Done > 0, "done-before-work", "The claimer was killed during its work, but "
                + $"{jobs.Done} jobs are marked done that nobody did: mark them after the work.");
            if (jobs.Pending == All) return;
            await Task.Delay(200, cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(since) < Timeout);
        throw new RefusalException("not-rescued", "The claimer was killed during its work, and "
            + $"{Timeout.TotalSeconds:0} s later {All - jobs.Pending} jobs are still claimed by it: the claim was "
            + "committed without a lease. Keep the work in the transaction, or use JobLeases.");
    }

    private static Task<GradedAnswer> ClaimAsync(GradedApi api, int batch, CancellationToken cancellationToken)
        => api.YoursAsync($"/jobs/claim?batch={batch}", cancellationToken, "POST");
}
