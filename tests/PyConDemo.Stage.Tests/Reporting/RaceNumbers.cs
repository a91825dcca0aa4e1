using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Reporting;

/// <summary>The numbers of a race's JSON, as each report and the page must show them.</summary>
internal static class RaceNumbers
{
    /// <summary>A race in which no two numbers are alike.</summary>
    public static RaceResult Example()
    {
        var race = Reports.RaceWithRefusals();
        var ms = 1.0;
        race = race with
        {
            BystanderAlone = Next(),
            Lanes = [.. race.Lanes.Select(lane => lane with
            {
                Counts = new(Commands: (long)ms, 52, 3, 4.5, 5_100, Buffers: 101_000 + (long)ms, 50_000, 187),
                Sustained = lane.Sustained! with { Latency = Next() },
                Overload = lane.Overload! with { Bystander = Next() },
                Cost = new((long)ms, ms / 3, ms / 7, ms / 11, 200_000_000 + (long)(ms * 1e6)),
            })],
        };
        return race with { Verdict = Verdict.Of(race) };

        Percentiles Next() => new(ms *= 1.7, ms *= 1.7, ms *= 1.7, ms *= 1.7);
    }

    public static IEnumerable<string> Of(RaceResult race)
        => [race.Verdict, .. Rates(race), .. race.Lanes.SelectMany(Lane), .. Latency(race.BystanderAlone).SkipLast(1), .. Extras(race)];

    private static IEnumerable<string> Rates(RaceResult race)
    {
        yield return Format.Rate(race.SharedRate);
        if (race.OverloadRate is { } overload) yield return Format.Rate(overload);
    }

    private static IEnumerable<string> Lane(LaneResult lane)
    {
        if (lane.Counts is { } counts)
        {
            long?[] each =
            [
                counts.Commands, counts.RowsRead, counts.RowsAffected, counts.RowsLocked, counts.PagesRendered, counts.Buffers,
            ];
            foreach (var count in each) yield return Format.Count(count);
        }

        yield return Format.Rate(lane.Capacity);
        foreach (var number in Latency(lane.Sustained?.Latency)) yield return number;
        foreach (var number in Latency(lane.Overload?.Bystander).SkipLast(1)) yield return number; // without the maximum
        yield return Format.Ms(lane.Cost.ApiCpuMs);
        yield return Format.Ms(lane.Cost.PostgresCpuMs);
        yield return Format.Dollars(lane.Cost.PerMillion);
        yield return Format.Bytes(lane.Cost.MemoryHighWater);
        if (lane.Sustained is { } sustained) yield return Format.Bytes(sustained.BytesPerAnswer);
        if (lane.Overload is not { } load) yield break;
        yield return $"{Format.Share(load.LostRate)} of {Format.Count(load.Sent)}";
        if (load.Failures.InWords() is { } failures) yield return failures;
        if (load.BystanderFailures?.InWords() is { } bystander) yield return bystander;
    }

    private static IEnumerable<string> Latency(Percentiles? latency) => latency is null ? []
        : new[] { latency.P50, latency.P95, latency.P99, latency.Max }.Select(ms => Format.Ms(ms));

    private static IEnumerable<string> Extras(RaceResult race)
        => from extra in race.Extras
           from lane in Enumerable.Range(0, race.Lanes.Count)
           where extra.At(lane) is not null
           select extra.Name;
}
