using System.Text.Json;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Exercises;

/// <summary>A claim that locks what it takes, blocks nobody, and loses no job.</summary>
internal sealed class RowLockingExercise : Exercise
{
    private const int Claimers = 8, Jobs = 160, Batch = 10;

    /// <summary>Jobs of the long claim: with the apis's rounds per job, some seconds of work.</summary>
    private const int LongBatch = 200;

    /// <summary>The most that the API takes: the long claim then works for a minute and more, and is killed at its work.</summary>
    private static readonly IReadOnlyDictionary<string, string> EndlessWork =
        new Dictionary<string, string> { ["RowLocking__Rounds"] = "1000000" };

    /// <summary>Looks at a claim, 50 ms apart, before it is killed. A claim inside a transaction never shows.</summary>
    private const int Looks = 40;

    private const int Attempts = 3;

    /// <summary>Longer than the apis's lease and its rescue together, on a busy machine.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public override string Slug => "row-locking";

    public override string Goal => "it locks the whole queue to take 50 jobs. Lock what you take, and make nobody wait.";

    public override IReadOnlyList<string> Hints =>
    [
        "Run `curl -X POST 'http://127.0.0.1:5080/yours/jobs/claim?batch=500'` twice at once: the second waits. For which rows?",
        "Put the LIMIT into the same query as FOR UPDATE. Otherwise PostgreSQL locks all pending rows before the limit counts.",
        "The second claim should pass by the rows that the first one has locked: SKIP LOCKED.",
        "The statement takes it all: `ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED`. Drop `OrderBy` and `Take` behind it. The transaction stays: a crash rolls the claim back.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("the same jobs as bad, with the same results", SameAnswerAsync),
        new("locks what it takes, in a queue of any length", LocksAsync),
        new("8 claimers at once do every job exactly once", ExactlyOnceAsync),
        new("nobody waits for another's work", NobodyWaitsAsync),
        new("a killed claimer's jobs come back", ComesBackAsync),
    ];

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        foreach (var batch in (int[])[1, Batch])
        {
            await api.Demo.ResetJobsAsync(3 * Batch, cancellationToken);
            var expected = (await api.BadAsync($"/jobs/claim?batch={batch}", cancellationToken, "POST")).Json();
            await api.Demo.ResetJobsAsync(3 * Batch, cancellationToken);
            var actual = (await api.YoursAsync($"/jobs/claim?batch={batch}", cancellationToken, "POST")).Json();
            // Which of the pending jobs is up to the lane; that each is done, and how, is not.
            if (Claimed(actual).Length != batch)
                throw new RefusalException(Claimed(actual).Length > batch ? "more-than-batch" : "same-answer", $"batch={batch} did {Claimed(actual).Length} jobs.");
            SameData.Ensure(expected, actual, $"batch={batch} of {3 * Batch} pending jobs");
            var (pending, claimed, done, _) = await api.JobsAsync(cancellationToken);
            if ((pending, claimed, done) != (3 * Batch - batch, 0, batch))
                throw new RefusalException("same-answer", $"After a claim of {batch} from {3 * Batch}, {done} jobs are done, {claimed} claimed and {pending} pending.");
        }

        await api.Demo.ResetJobsAsync(1, cancellationToken);
        await api.YoursAsync("/jobs/claim?batch=5", cancellationToken, "POST");
        if (Claimed((await api.YoursAsync("/jobs/claim?batch=5", cancellationToken, "POST")).Json()).Length != 0)
            throw new RefusalException("same-answer", "An empty queue still gives jobs.");
        var nonsense = await api.YoursAsync("/jobs/claim?batch=0", cancellationToken, "POST");
        if ((int)nonsense.Status != 400) throw new RefusalException("bad-input", $"batch=0 answers {(int)nonsense.Status}; bad says 400.");
    }

    private static async Task LocksAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both)
        {
            await api.Demo.ResetJobsAsync(1_000, cancellationToken);
            var claim = await api.SendMeasuredAsync($"/jobs/claim?batch={Batch}", cancellationToken, "POST");
            await api.Demo.ResetJobsAsync(1_000, cancellationToken);
            var cost = await api.CostOfAsync(claim, cancellationToken);
            if (cost.RowsLocked > Batch)
                throw new RefusalException("rows-locked", $"It takes {Batch} jobs and locks {cost.RowsLocked:N0} rows: LIMIT must be where FOR UPDATE is.");
        }
    }

    private static async Task ExactlyOnceAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        await api.Demo.ResetJobsAsync(Jobs, cancellationToken);
        var done = new System.Collections.Concurrent.ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, Claimers).Select(async _ =>
        {
            // A claim that finds all locked may come home empty while others still work: a few tries more than needed.
            for (var empty = 0; empty < 3;)
            {
                var jobs = Claimed((await api.YoursAsync($"/jobs/claim?batch={Batch}", cancellationToken, "POST")).Json());
                if (jobs.Length > Batch) throw new RefusalException("more-than-batch", $"batch={Batch} did {jobs.Length} jobs.");
                foreach (var job in jobs.Where(j => j.GetProperty("status").GetString() == "done")) done.Add(job.GetProperty("id").GetInt64());
                empty = jobs.Length == 0 ? empty + 1 : 0;
            }
        }));

        var twice = done.GroupBy(id => id).Count(group => group.Count() > 1);
        if (twice > 0) throw new RefusalException("done-twice", $"{Claimers} claimers at once did {twice} of {Jobs} jobs more than once: nothing keeps two of them from taking the same.");
        var (pending, claimed, recorded, _) = await api.JobsAsync(cancellationToken);
        if (recorded != Jobs || done.Count != Jobs)
            throw new RefusalException("lost", $"{Claimers} claimers went home, and of {Jobs} jobs {recorded} are done, {claimed} claimed and {pending} pending; {done.Count} were reported done.");
    }

    /// <summary>By order, not by time: a claim of one that begins second must be answered first. On a machine that is busy elsewhere it may lose once; who waits loses always.</summary>
    private static async Task NobodyWaitsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
            if (await IsSecondFirstAsync(apis.Small, cancellationToken)) return;
        if (!await IsSecondFirstAsync(apis.Small, cancellationToken))
            throw new RefusalException("blocked", $"A claim of a single job was answered only after another one had worked on {LongBatch}: it waited for rows that it did not need.");
    }

    private static async Task<bool> IsSecondFirstAsync(GradedApi api, CancellationToken cancellationToken)
    {
        await api.Demo.ResetJobsAsync(2 * LongBatch, cancellationToken);
        var first = api.YoursAsync($"/jobs/claim?batch={LongBatch}", cancellationToken, "POST");
        await Task.Delay(150, cancellationToken); // it has its rows by now, and works for seconds
        var second = api.YoursAsync("/jobs/claim?batch=1", cancellationToken, "POST");
        var winner = await Task.WhenAny(first, second);
        var (one, other) = ((await first).EnsureOk(), await second);
        if (!other.IsSuccess) throw new RefusalException("blocked", $"While one claimer works on {LongBatch} jobs, a second one that wants a single job is turned away: {(int)other.Status}.");
        if (Claimed(other.Json()).Length == 0)
            throw new RefusalException("blocked", $"While one claimer works on {Claimed(one.Json()).Length} of {2 * LongBatch} jobs, a second one finds none: more is locked than taken.");
        return winner == second;
    }

    private static async Task ComesBackAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        await api.KillAndRestartAsync(cancellationToken, EndlessWork);
        await api.Demo.ResetJobsAsync(2 * LongBatch, cancellationToken);
        var claim = api.YoursAsync($"/jobs/claim?batch={LongBatch}", cancellationToken, "POST");
        (long Pending, long Claimed, long Done, long Failed) seen;
        var looks = 0;
        do
        {
            await Task.Delay(50, cancellationToken);
            seen = await api.JobsAsync(cancellationToken);
        }
        while (seen.Pending == 2 * LongBatch && ++looks < Looks && !claim.IsCompleted);
        var answered = claim.IsCompleted;
        await api.KillAndRestartAsync(cancellationToken);
        await Task.WhenAny(claim); // broken, as it must be
        if (answered) throw new RefusalException("lost", $"A claim of {LongBatch} jobs was answered at once: who works on them?");

        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        do
        {
            seen = await api.JobsAsync(cancellationToken);
            if (seen.Done > 0)
                throw new RefusalException("done-before-work", $"The claimer was killed at its work, and {seen.Done} jobs are marked done that nobody did: mark them after the work.");
            if (seen.Pending == 2 * LongBatch) return;
            await Task.Delay(200, cancellationToken);
        }
        while (System.Diagnostics.Stopwatch.GetElapsedTime(since) < Timeout);
        throw new RefusalException("not-rescued",
            $"The claimer was killed at its work, and {Timeout.TotalSeconds:0} s later {2 * LongBatch - seen.Pending} jobs are still claimed by it: their claim was committed without a lease. Keep the work in the transaction, or use JobLeases.");
    }

    private static JsonElement[] Claimed(JsonElement answer) => answer.TryGetProperty("jobs", out var jobs) && jobs.ValueKind == JsonValueKind.Array
        ? [.. jobs.EnumerateArray()] : throw new RefusalException("same-answer", "The answer has no list named jobs.");
}
