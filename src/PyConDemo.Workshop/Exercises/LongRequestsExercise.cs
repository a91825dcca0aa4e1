using System.Diagnostics;
using System.Net;
using PyConDemo.ApiClient;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Exercises;

/// <summary>A report that is accepted at once, rendered by a worker, and never lost.</summary>
internal sealed class LongRequestsExercise : Exercise
{
    private const string Month = """{"month":"2025-03"}""";

    /// <summary>Ordered one after the other, each looked at when its 202 is here.</summary>
    private const int Few = 6;

    /// <summary>More than the apis's queue holds (10) and its two workers finish meanwhile.</summary>
    private const int Flood = 60;

    /// <summary>Ordered, and then the process is killed. Those that its two workers had in hand may come back much later than the others, and are not waited for.</summary>
    private const int BeforeTheKill = 40, InHand = 2;

    /// <summary>A queue that holds all of <see cref="BeforeTheKill"/>: a fast machine renders a few reports before it can be killed.</summary>
    private static readonly IReadOnlyDictionary<string, string> LongQueue =
        new Dictionary<string, string> { ["Reports__MaxQueued"] = "50" };

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Longer than taking a dead worker's report over and all three retries of it (2, 8 and 32 s): late is not lost.</summary>
    private static readonly TimeSpan AfterTheKill = TimeSpan.FromSeconds(75);

    public override string Slug => "long-requests";

    public override string Goal => "the client waits for every page. Accept the report, answer 202, and let a worker render it.";

    public override IReadOnlyList<string> Hints =>
    [
        "The answer is the PDF itself, so it can't come before the PDF is there. What could be answered at once?",
        "202 Accepted, with `Location` of a resource that tells how far the report is. `GET /good/reports/{id}` is one, for every report in the table.",
        "Rendering in `Task.Run` is not a queue: it dies with the process. `ReportBacklog` writes the row and its job in one transaction, and says no when the queue is full.",
        "`if (await backlog.TryEnqueueAsync(db, report, cancellationToken) is not { } position) return ReportBacklog.Full();` and then `TypedResults.Accepted(…)`. The month is read before, so that nonsense is refused before it is accepted.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("answers 202 with a Location, not the report", AcceptsAsync),
        new("the report is rendered after the answer, not before it", DefersAsync),
        new("the PDF arrives, the same as bad's", ArrivesAsync),
        new("what can't succeed is refused before it is accepted", ValidatesAsync),
        new("a full queue says so: 503 and Retry-After", BoundedAsync),
        new("a killed process loses no report", SurvivesAsync),
    ];

    private static async Task AcceptsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        // What an earlier attempt lost would stand in the queue for ever.
        if ((await apis.Small.Demo.VitalsAsync(cancellationToken)).Waiting > 0) await apis.Small.Demo.ResetAsync(cancellationToken);
        var answer = (await OrderAsync(apis.Small, Month, cancellationToken)).EnsureOk();
        if (answer.Status != HttpStatusCode.Accepted)
        {
            throw new RefusalException("waits", answer.Content.ContentType?.MediaType == "application/pdf"
                ? $"It answers {(int)answer.Status} with the PDF: the client still waits for every page of it, whatever thread renders them."
                : $"It answers {(int)answer.Status}; accepted work is a 202.");
        }

        if (answer.Headers.Location is null) throw new RefusalException("location", "202, but no Location: the client will never learn what became of its report.");
        await SettleAsync(apis.Small, cancellationToken);
    }

    /// <summary>Whoever renders first and says 202 afterwards has every report ready by then.</summary>
    private static async Task DefersAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var ready = 0;
        for (var i = 0; i < Few; i++)
        {
            var answer = await OrderAsync(apis.Small, Month, cancellationToken);
            if (answer.Headers.Location is { } location && await IsReadyAsync(apis.Small, location, cancellationToken)) ready++;
        }

        if (ready == Few) throw new RefusalException("renders-first", $"{ready} of {ready} reports were ready when their 202 came: they are still rendered within the request.");
        await SettleAsync(apis.Small, cancellationToken);
    }

    private static async Task ArrivesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var bad = (await apis.Small.BadAsync("/reports", cancellationToken, "POST", Month)).EnsureOk();
        var answer = (await OrderAsync(apis.Small, Month, cancellationToken)).EnsureOk();
        var pdf = await FollowAsync(apis.Small, answer.Headers.Location!, Timeout, cancellationToken)
            ?? throw new RefusalException("no-pdf", $"{Timeout.TotalSeconds:0} s after the 202 there is still no report at {answer.Headers.Location}.");
        if (PdfPages.Of(pdf) != PdfPages.Of(bad.Body))
            throw new RefusalException("same-answer", $"The report has {PdfPages.Of(pdf):N0} pages; bad's has {PdfPages.Of(bad.Body):N0}.");
    }

    private static async Task ValidatesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var nonsense in (string[])["""{"month":"March"}""", """{"month":"2031-01"}"""])
        {
            var status = (await OrderAsync(apis.Small, nonsense, cancellationToken)).Status;
            if (status != HttpStatusCode.BadRequest)
                throw new RefusalException("bad-input", $"{nonsense} can never succeed, and it answers {(int)status}: check before you accept. Afterwards nobody is there to be told.");
        }
    }

    private static async Task BoundedAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Flood).Select(_ => OrderAsync(apis.Small, Month, cancellationToken)));
        var full = answers.Where(a => a.Status == HttpStatusCode.ServiceUnavailable).ToArray();
        if (full.Length == 0)
            throw new RefusalException("unbounded", $"{Flood} reports at once, and none was refused, though the queue's limit is 10 here: a 202 that takes everything only hides the overload.");
        if (full.FirstOrDefault(a => a.Headers.RetryAfter is null) is not null)
            throw new RefusalException("unbounded", "A full queue answers 503, but without Retry-After: clients would try again at once.");
        if (answers.FirstOrDefault(a => a.Status is not (HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable)) is { } other)
            throw new RefusalException("fails", $"{Flood} reports at once, and one answers {(int)other.Status}.");
        await SettleAsync(apis.Small, cancellationToken);
    }

    private static async Task SurvivesAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        await apis.Small.KillAndRestartAsync(cancellationToken, LongQueue);
        var accepted = await Task.WhenAll(Enumerable.Range(0, BeforeTheKill).Select(_ => OrderAsync(apis.Small, Month, cancellationToken)));
        var locations = accepted.Where(a => a.Status == HttpStatusCode.Accepted).Select(a => a.Headers.Location!).ToArray();
        await apis.Small.KillAndRestartAsync(cancellationToken);

        var arrived = 0;
        var since = Stopwatch.GetTimestamp();
        while (arrived < locations.Length - InHand)
        {
            var ready = await Task.WhenAll(locations.Select(location => IsReadyAsync(apis.Small, location, cancellationToken)));
            arrived = ready.Count(is_ => is_);
            if (Stopwatch.GetElapsedTime(since) > AfterTheKill)
            {
                throw new RefusalException("lost",
                    $"The process was killed after it had accepted {locations.Length} reports; {AfterTheKill.TotalSeconds:0} s after its return {arrived} are there. What it had promised lived in its memory only.");
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    private static Task<GradedAnswer> OrderAsync(GradedApi api, string body, CancellationToken cancellationToken) => api.YoursAsync("/reports", cancellationToken, "POST", body);

    private static Task<GradedAnswer> LookAsync(GradedApi api, Uri location, CancellationToken cancellationToken)
        => api.SendAsync(LaneRequest.Get(location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString), cancellationToken);

    private static async Task<bool> IsReadyAsync(GradedApi api, Uri location, CancellationToken cancellationToken)
    {
        var answer = await LookAsync(api, location, cancellationToken);
        return answer.Status == HttpStatusCode.SeeOther || (answer.IsSuccess && IsPdf(answer));
    }

    private static async Task<byte[]?> FollowAsync(GradedApi api, Uri location, TimeSpan patience, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < patience)
        {
            var answer = (await LookAsync(api, location, cancellationToken)).EnsureOk();
            if (IsPdf(answer)) return answer.Body;
            if (answer.Status == HttpStatusCode.SeeOther && answer.Headers.Location is { } pdf) location = pdf;
            else await Task.Delay(50, cancellationToken);
        }

        return null;
    }

    private static bool IsPdf(GradedAnswer answer) => answer.Body.AsSpan().StartsWith("%PDF-"u8);

    /// <summary>Until the workers have nothing left to do: the next step begins with an empty queue.</summary>
    private static async Task SettleAsync(GradedApi api, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while ((await api.Demo.VitalsAsync(cancellationToken)).Waiting > 0)
        {
            if (Stopwatch.GetElapsedTime(since) > Timeout)
                throw new RefusalException("no-pdf", $"Reports were accepted, and {Timeout.TotalSeconds:0} s later some of them still wait.");
            await Task.Delay(50, cancellationToken);
        }
    }
}
