namespace PyConDemo.Workshop.Exercises;

internal sealed class LongRequestsExercise() : Exercise(
    "long-requests", "The client waits for the PDF. Answer 202 at once, and let a worker render it.")
{
    private const string Month = """{"month":"2025-03"}""";

    /// <summary>Reports that are ordered one after the other and checked when their 202 has come.</summary>
    private const int Few = 6;

    /// <summary>More reports than fit into the checked API's queue (10) and its two workers.</summary>
    private const int Flood = 60;

    /// <summary>Reports that are ordered before the process is killed. The two that the workers were rendering may come
    /// back much later than the others, so the check does not wait for them.</summary>
    private const int BeforeTheKill = 40, InWork = 2;

    /// <summary>Places for all of <see cref="BeforeTheKill"/>: a fast machine renders a few before the kill.</summary>
    private static readonly IReadOnlyDictionary<string, string> LongQueue =
        new Dictionary<string, string> { ["Reports__MaxQueued"] = "50" };

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Longer than a take-over of a dead worker's report with all its retries (2, 8 and 32 s).</summary>
    private static readonly TimeSpan AfterTheKill = TimeSpan.FromSeconds(75);

    public override IReadOnlyList<string> Hints =>
    [
        "The answer is the PDF itself, so it can't come before the PDF is ready. What could the server answer at once?",
        "It could answer 202 Accepted, with the `Location` of a resource that says how far the report is. "
            + "`GET /good/reports/{id}` is such a resource for every report in the table.",
        "Rendering in `Task.Run` is not a queue: it dies with the process. `ReportBacklog` writes the row and its job "
            + "in one transaction, and refuses the report when the queue is full.",
        "`if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position) return "
            + "ReportBacklog.Full();` and then `TypedResults.Accepted(…)`. Read the month before that, so that invalid "
            + "months are refused and not accepted.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("answers 202 with a Location, not the report", AcceptsAsync),
        new("renders the report after the answer, not before it", DefersAsync),
        new("the PDF arrives and is the same as bad's", ArrivesAsync),
        new("answers 400 to an invalid month, and queues nothing", ValidatesAsync),
        new("answers 503 and Retry-After when the queue is full", BoundedAsync),
        new("loses no report when the process is killed", SurvivesAsync),
    ];

    private static async Task AcceptsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var demo = apis.Small.Demo;
        // A report that an earlier attempt lost would stay in the queue for ever.
        if ((await demo.VitalsAsync(cancellationToken)).Waiting > 0) await demo.ResetAsync(cancellationToken);
        var answer = (await OrderAsync(apis.Small, Month, cancellationToken)).EnsureSuccess();
        Refuse.If(answer.Status != HttpStatusCode.Accepted, "waits", IsPdf(answer)
            ? $"It answers {(int)answer.Status} with the PDF: the client still waits for every page of the PDF, "
                + "whatever thread renders them."
            : $"It answers {(int)answer.Status}, but it must answer 202.");
        Refuse.If(answer.Headers.Location is null, "location",
            "It answers 202 without a Location: the client can't find out when its report is ready.");
        await WaitForWorkersAsync(apis.Small, cancellationToken);
    }

    /// <summary>A lane that renders first and answers 202 afterwards has every report ready by then.</summary>
    private static async Task DefersAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var ready = 0;
        for (var i = 0; i < Few; i++)
        {
            var answer = await OrderAsync(apis.Small, Month, cancellationToken);
            if (answer.Headers.Location is { } location && await IsReadyAsync(apis.Small, location, cancellationToken))
                ready++;
        }

        Refuse.If(ready == Few, "renders-first",
            $"{ready} of {ready} reports were ready when their 202 came: the request still renders them.");
        await WaitForWorkersAsync(apis.Small, cancellationToken);
    }

    private static async Task ArrivesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var bad = (await apis.Small.BadAsync("/reports", cancellationToken, "POST", Month)).EnsureSuccess();
        var answer = (await OrderAsync(apis.Small, Month, cancellationToken)).EnsureSuccess();
        var pdf = await FollowAsync(apis.Small, answer.Headers.Location!, cancellationToken);
        var (pages, expected) = (PdfPages.Of(pdf), PdfPages.Of(bad.Body));
        Refuse.If(pages != expected, "same-answer", $"The report has {pages:N0} pages; bad's has {expected:N0}.");
    }

    private static async Task ValidatesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var invalid in (string[])["""{"month":"March"}""", """{"month":"2031-01"}"""])
        {
            var status = (await OrderAsync(apis.Small, invalid, cancellationToken)).Status;
            Refuse.If(status != HttpStatusCode.BadRequest, "bad-input", $"{invalid} can never succeed, but the answer "
                + $"is {(int)status}: check it before you accept it. Afterwards no client is there to read the error.");
        }
    }

    private static async Task BoundedAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Flood).Select(_ => OrderAsync(apis.Small, Month, cancellationToken)));
        var full = answers.Where(a => a.Status == HttpStatusCode.ServiceUnavailable).ToArray();
        Refuse.If(full.Length == 0, "unbounded", $"{Flood} reports came at once and none was refused, though the "
            + "queue's limit is 10 here: a 202 for everything only hides the overload.");
        Refuse.If(full.Any(a => a.Headers.RetryAfter is null), "unbounded",
            "A full queue answers 503, but without Retry-After: clients would try again at once.");
        var other = answers.Except(full).FirstOrDefault(a => a.Status != HttpStatusCode.Accepted);
        Refuse.If(other is not null, "fails", $"{Flood} requests came at once, and one got {(int?)other?.Status}.");
        await WaitForWorkersAsync(apis.Small, cancellationToken);
    }

    private static async Task SurvivesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var api = apis.Small;
        await api.Host.KillAndRestartAsync(cancellationToken, LongQueue);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, BeforeTheKill).Select(_ => OrderAsync(api, Month, cancellationToken)));
        var accepted = answers.Where(a => a.Status == HttpStatusCode.Accepted);
        var locations = accepted.Select(a => a.Headers.Location!).ToArray();
        await api.Host.KillAndRestartAsync(cancellationToken);

        var arrived = 0;
        var since = Stopwatch.GetTimestamp();
        while (arrived < locations.Length - InWork)
        {
            var ready = await Task.WhenAll(locations.Select(l => IsReadyAsync(api, l, cancellationToken)));
            arrived = ready.Count(isReady => isReady);
            Refuse.If(Stopwatch.GetElapsedTime(since) > AfterTheKill, "lost", "The process was killed after it had "
                + $"accepted {locations.Length} reports. {AfterTheKill.TotalSeconds:0} s after its restart, {arrived} "
                + "are ready: the others were only in its memory.");
            await Task.Delay(200, cancellationToken);
        }
    }

    private static Task<GradedAnswer> OrderAsync(GradedApi api, string body, CancellationToken cancellationToken)
        => api.YoursAsync("/reports", cancellationToken, "POST", body);

    private static Task<GradedAnswer> GetAsync(GradedApi api, Uri location, CancellationToken cancellationToken)
    {
        var path = location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
        return api.SendAsync(LaneRequest.Get(path), cancellationToken);
    }

    private static async Task<bool> IsReadyAsync(GradedApi api, Uri location, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(api, location, cancellationToken);
        return answer.Status == HttpStatusCode.SeeOther || (answer.IsSuccess && IsPdf(answer));
    }

    /// <exception cref="RefusalException">The PDF does not arrive in time.</exception>
    private static async Task<byte[]> FollowAsync(GradedApi api, Uri location, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Timeout;)
        {
            var answer = (await GetAsync(api, location, cancellationToken)).EnsureSuccess();
            if (IsPdf(answer)) return answer.Body;
            if (answer.Status == HttpStatusCode.SeeOther && answer.Headers.Location is { } pdf) location = pdf;
            else await Task.Delay(50, cancellationToken);
        }

        throw new RefusalException(
            "no-pdf", $"{Timeout.TotalSeconds:0} s after the 202 there is still no report at {location}.");
    }

    private static bool IsPdf(GradedAnswer answer) => answer.Body.AsSpan().StartsWith("%PDF-"u8);

    /// <summary>Waits until the workers are idle, so that the next step starts with an empty queue.</summary>
    private static async Task WaitForWorkersAsync(GradedApi api, CancellationToken cancellationToken)
    {
        var left = await api.Demo.WaitForBacklogAsync(0, Timeout, cancellationToken);
        Refuse.If(left is not null, "no-pdf", $"{Timeout.TotalSeconds:0} s later, {left} accepted reports still wait.");
    }
}
