namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes make the same report: within the request, and in the background after a 202. Four reports are
/// about one second of rendering on two cores.</summary>
public sealed class LongRequestsRace()
    : Race("long-requests", GrowthCost.PagesRendered, usualRate: 2, DialKind.Load, maxDeferred: 4)
{
    private const string HalfDone = "half are done within";

    /// <summary>The PDFs' sizes may differ by the digits of a date, but not by a page.</summary>
    private const double SameSize = 0.02;

    private static readonly TimeSpan ReportTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The deferred reports are finished.</summary>
    public override TimeSpan BlockRecovery => TimeSpan.FromMilliseconds(300);

    public override TimeSpan LastMeasurements => TimeSpan.FromSeconds(5);

    public override async Task CheckAnswersAsync(
        DemoClient client, Pattern pattern, LaneRequest first, LaneRequest second, CancellationToken cancellationToken)
    {
        var one = await PdfAsync(client, first, cancellationToken);
        var other = await PdfAsync(client, second, cancellationToken);
        if (Math.Abs(one.Bytes - other.Bytes) <= SameSize * one.Bytes) return;
        throw new RaceRefusedException(
            $"the lanes answer differently: one PDF has {one.Bytes:N0} bytes, the other {other.Bytes:N0}");
    }

    /// <summary>A 202 always comes fast, but its user waits for the report. So the time to the report comes
    /// first.</summary>
    public override string? Lead(RaceResult result)
    {
        if (result.Extras.FirstOrDefault(e => e.Name.EndsWith(HalfDone, StringComparison.Ordinal)) is not { } done)
            return null;
        var times = result.Lanes.Select((lane, i) => $"{Format.Ms(done.At(i))} with {lane.Label}");
        return $"Of {done.Name} {Words.List(times)}.";
    }

    /// <summary>Orders several reports at once, from one lane after the other.</summary>
    public override async Task<IReadOnlyList<ExtraMetric>> MeasureExtrasAsync(
        RaceContext context, CancellationToken cancellationToken)
    {
        var reports = context.Settings.IsBrief ? 6 : 10;
        var lanes = new List<(Percentiles Done, long Backlog)>();
        foreach (var lane in context.Lanes) lanes.Add(await OrderAsync(context, lane, reports, cancellationToken));
        var ordered = $"{reports} reports ordered at once";
        return
        [
            ExtraMetric.Of($"{ordered}, {HalfDone}", "ms", lanes.Select(l => l.Done.P50)),
            ExtraMetric.Of($"{ordered}, all are done within", "ms", lanes.Select(l => l.Done.Max)),
            ExtraMetric.Of("longest backlog", "jobs", lanes.Select(l => (double?)l.Backlog)),
        ];
    }

    private static async Task<(Percentiles Done, long Backlog)> OrderAsync(
        RaceContext context, RaceLane lane, int reports, CancellationToken cancellationToken)
    {
        var done = new Latencies();
        var all = Task.WhenAll(Enumerable.Range(0, reports).Select(async _ =>
            done.Add((await PdfAsync(context.Client, lane.Request, cancellationToken)).Took)));
        long backlog = 0;
        while (!all.IsCompleted)
        {
            backlog = Math.Max(backlog, (await context.Client.VitalsAsync(cancellationToken)).Waiting);
            await Task.WhenAny(all, Task.Delay(50, cancellationToken));
        }

        await all;
        return (done.Percentiles(), backlog);
    }

    /// <summary>Orders a report and waits for the PDF. It works with both kinds of lanes.</summary>
    private static async Task<(long Bytes, TimeSpan Took)> PdfAsync(
        DemoClient client, LaneRequest order, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        var request = order;
        while (Stopwatch.GetElapsedTime(since) < ReportTimeout)
        {
            using var answer = await client.SendAsync(request, checklist: false, cancellationToken);
            if ((int)answer.StatusCode >= 400)
                throw new RaceRefusedException($"{request.Method} {request.Path} answers {(int)answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType == "application/pdf")
            {
                var pdf = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                if (!pdf.AsSpan().StartsWith("%PDF-"u8))
                    throw new RaceRefusedException($"{request.Path} does not answer with a PDF");
                return (pdf.Length, Stopwatch.GetElapsedTime(since));
            }

            if (answer.Headers.Location is { } location)
                request = LaneRequest.Get(new Uri(client.Target, location).PathAndQuery);
            if (answer.StatusCode != HttpStatusCode.SeeOther) await Task.Delay(20, cancellationToken);
        }

        throw new RaceRefusedException($"no report was ready within {ReportTimeout.TotalSeconds:0} s");
    }
}
