namespace PyConDemo.Workshop.Exercises;

internal sealed class RowLockingExercise() : Exercise(
    "row-locking", "It locks the whole queue to take 50 jobs. Lock only those, and let nobody wait.")
{
    public override IReadOnlyList<string> Hints =>
    [
        "Run `curl -X POST 'http://127.0.0.1:5080/yours/jobs/claim?batch=500'` twice at the same time. The second "
            + "request waits. For which rows does it wait?",
        "Put the LIMIT into the same query as FOR UPDATE. Otherwise PostgreSQL locks all pending rows before it "
            + "applies the limit.",
        "The second claim should skip the rows that the first one has locked. SKIP LOCKED does that.",
        "The statement needs all of it: `ORDER BY id LIMIT {batch} FOR UPDATE SKIP LOCKED`. Remove `OrderBy` and "
            + "`Take` after it. Keep the transaction: a crash rolls the claim back.",
    ];

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        [WorldFactory.Background] = "JobRescuer",
        ["RowLocking__RescueInterval"] = "00:00:00.2",
        ["RowLocking__MaxAttempts"] = $"{QueueCheck.MostAttempts}",
    };

    public override CostExample Example { get; }
        = new("a claim of 10 jobs", "/jobs/claim?batch=10", NextStep: "/jobs/claim/leased?batch=10")
        {
            Method = "POST",
            Before = "/demo/jobs/reset?pending=200",
        };

    public override IReadOnlyList<Step> Steps(World world)
    {
        var queue = new QueueCheck(world);
        return
        [
            new("does the jobs that it takes, once, and records how they ended", queue.SameAnswerAsync),
            new("locks only what it takes, and nobody waits for another's work", queue.LocksAsync),
            new("reads only the jobs that it takes, however many wait", queue.CostAsync),
            new("a job whose work fails is not done, and the others are", queue.FailureAsync),
            new("8 claimers on two servers do every job exactly once", queue.ExactlyOnceAsync),
            new("a claim that outlasts its lease takes no job from the next one", queue.LeaseAsync),
            new("a killed claimer's jobs come back", queue.KilledAsync),
        ];
    }

    public override IReadOnlyList<StretchGoal> StretchGoals(World world)
        => [new(5, "no transaction is open during the work", new QueueCheck(world).IsLeasedAsync)];
}
