using System.Text.RegularExpressions;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Racing.Races;

/// <summary>Both lanes list the same products: whole, and as what a list shows.</summary>
public sealed partial class FatPayloadsRace : Race
{
    public override string Slug => "fat-payloads";

    public override GrowthCost PrimaryCost => GrowthCost.BytesPerItem;

    public override async Task<IReadOnlyList<ExtraMetric>> MeasureExtrasAsync(RaceContext context, CancellationToken cancellationToken)
    {
        var cold = new List<ColdVisit>();
        foreach (var lane in context.Lanes) cold.Add(await VisitAsync(context, lane, cancellationToken));
        double OverLink(long bytes) => bytes * 8 / (context.Settings.LinkMbit * 1e6) * 1000;
        return
        [
            ExtraMetric.Of("list on the wire", "bytes", cold.Select(c => (double)c.ListBytes)),
            ExtraMetric.Of($"list over {context.Settings.LinkMbit:0.#} Mbit/s", "ms", cold.Select(c => OverLink(c.ListBytes))),
            ExtraMetric.Of("cold client with every image", "bytes", cold.Select(c => (double)c.AllBytes)),
            ExtraMetric.Of("cold client with every image", "requests", cold.Select(c => (double)c.Requests)),
            ExtraMetric.Of("cold client with every image, server CPU", "ms", cold.Select(c => c.CpuMs)),
        ];
    }

    /// <summary>A client that has nothing cached and shows the whole list.</summary>
    private static async Task<ColdVisit> VisitAsync(RaceContext context, RaceLane lane, CancellationToken cancellationToken)
    {
        var list = await lane.Sender.SendAsync(lane.Request.ToMessage(), cancellationToken);
        using var answer = await context.Client.SendAsync(lane.Request, checklist: false, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var images = Image().Matches(text).Select(m => m.Value).Distinct().ToArray();

        var before = await CostMeter.ReadAsync(context.Client, cancellationToken);
        var bytes = (await lane.Sender.SendAsync(lane.Request.ToMessage(), cancellationToken)).Bytes;
        foreach (var image in images)
        {
            bytes += (await lane.Sender.SendAsync(LaneRequest.Get(image).ToMessage(), cancellationToken)).Bytes;
        }

        var after = await CostMeter.ReadAsync(context.Client, cancellationToken);
        return new(list.Bytes, bytes, 1 + images.Length, (after.TotalCpu - before.TotalCpu).TotalMilliseconds);
    }

    private sealed record ColdVisit(long ListBytes, long AllBytes, int Requests, double CpuMs);

    [GeneratedRegex("/images/[0-9A-Za-z._-]+")]
    private static partial Regex Image();
}
