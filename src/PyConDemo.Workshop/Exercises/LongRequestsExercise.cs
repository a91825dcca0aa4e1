namespace PyConDemo.Workshop.Exercises;

internal sealed class LongRequestsExercise() : Exercise(
    "long-requests", "The client waits for the PDF. Answer 202 at once, and let a worker render it.")
{
    public override IReadOnlyList<string> Hints =>
    [
        "The answer is the PDF itself, so it can't come before the PDF is ready. What could the server answer at once?",
        "It could answer 202 Accepted, with the `Location` of a resource that says how far the report is. "
            + "`GET /good/reports/{id}` is such a resource for every report in the table.",
        "Rendering in `Task.Run` is not a queue: it dies with the process. `ReportBacklog` writes the row and its job "
            + "in one transaction, and refuses the report when the queue is full.",
        "Write `if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position) return "
            + "ReportBacklog.Full();` and then `TypedResults.Accepted(…)`. Read the month before that, so that invalid "
            + "months are refused and not accepted.",
    ];

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        [WorldFactory.Background] = "ReportServer,ReportRescuer",
        // A small queue fills fast, and a dead worker's report comes back soon.
        ["Reports__MaxQueued"] = $"{ReportsCheck.MaxQueued}",
        ["Reports__TakeOverSeconds"] = "5",
    };

    public override CostExample Example { get; } = new("a request for a report", "/reports")
    {
        Method = "POST",
        Body = """{"month":"2025-03"}""",
    };

    public override IReadOnlyList<Step> Steps(World world)
    {
        var reports = new ReportsCheck(world);
        return
        [
            new("answers 202 with a Location, before anything is rendered", reports.AcceptsAsync),
            new("each report is rendered once, and is the same as bad's", reports.ArrivesAsync),
            new("answers 400 to an invalid month, and queues nothing", reports.ValidatesAsync),
            new("answers 503 and Retry-After when the queue is full", reports.BoundedAsync),
            new("loses no report when the database is slow, or when the process is killed", reports.SurvivesAsync),
        ];
    }
}
