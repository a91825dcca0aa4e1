namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes list the same products: as whole entities, and with the fields that a list shows.</summary>
public sealed partial class FatPayloadsRace() : Race("fat-payloads", GrowthCost.BytesPerItem, usualRate: 30)
{
    public override async Task<IReadOnlyList<ExtraMetric>> MeasureExtrasAsync(
        RaceContext context, CancellationToken cancellationToken)
    {
        var visits = new List<ColdVisit>();
        foreach (var lane in context.Lanes) visits.Add(await VisitAsync(context, lane, cancellationToken));
        double? OverLink(long bytes) => bytes * 8 / (context.Settings.LinkMbit * 1e6) * 1000;
        return
        [
            ExtraMetric.Of("list on the wire", "bytes", visits.Select(v => (double?)v.ListBytes)),
            ExtraMetric.Of(
                $"list over {context.Settings.LinkMbit:0.#} Mbit/s", "ms", visits.Select(v => OverLink(v.ListBytes))),
            ExtraMetric.Of("cold client with every image", "bytes", visits.Select(v => (double?)v.AllBytes)),
            ExtraMetric.Of("cold client with every image", "requests", visits.Select(v => (double?)v.Requests)),
            ExtraMetric.Of("cold client with every image, server CPU", "ms", visits.Select(v => (double?)v.CpuMs)),
        ];
    }

    /// <summary>Acts as a client that has nothing in its cache and shows the whole list.</summary>
    private static async Task<ColdVisit> VisitAsync(
        RaceContext context, RaceLane lane, CancellationToken cancellationToken)
    {
        var list = await lane.Sender.SendAsync(lane.Request.ToMessage(), cancellationToken);
        using var answer = await context.Client.SendAsync(lane.Request, checklist: false, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var images = Image().Matches(text).Select(m => m.Value).Distinct().ToArray();

        var before = await context.Client.VitalsAsync(cancellationToken);
        var bytes = (await lane.Sender.SendAsync(lane.Request.ToMessage(), cancellationToken)).Bytes;
        foreach (var image in images)
            bytes += (await lane.Sender.SendAsync(LaneRequest.Get(image).ToMessage(), cancellationToken)).Bytes;

        var after = await context.Client.VitalsAsync(cancellationToken);
        return new(list.Bytes, bytes, 1 + images.Length, 1000 * (CpuSeconds(after) - CpuSeconds(before)));

        static double CpuSeconds(Vitals vitals) => vitals.CpuSeconds + (vitals.Postgres?.CpuSeconds ?? 0);
    }

    private sealed record ColdVisit(long ListBytes, long AllBytes, int Requests, double CpuMs);

    [GeneratedRegex("/images/[0-9A-Za-z._-]+")]
    private static partial Regex Image();
}
