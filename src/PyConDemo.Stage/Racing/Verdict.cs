using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Racing;

/// <summary>What a race found, in words for people who don't read tables.</summary>
public static class Verdict
{
    public static string Of(RaceResult race)
    {
        if (race.Refused is { } why) return $"No verdict: {why}.";
        return string.Join(' ', ((string?[])[Shared(race), Overload(race)]).Where(s => s is not null));
    }

    private static string Shared(RaceResult race)
    {
        var (first, rate, others) = (race.Lanes[0], Format.Rate(race.SharedRate), race.Comparisons());
        if (first.Sustained?.Latency is not { } latency || others.FirstOrDefault(o => o.Compared is not null)?.Compared is not { } ratio)
        {
            var failing = race.Lanes.FirstOrDefault(l => l.Sustained is not { Holds: true }) ?? race.Lanes[^1];
            var slow = race.Lanes.Count == 2 ? "slower" : "slowest";
            return $"No ratio of latencies: at {rate}, half of the {slow} lane's capacity, {failing.Label} already fails {Format.Share(failing.Sustained?.FailureRate ?? 1)}.";
        }

        var holding = race.Lanes.Where(l => l.Sustained is { Holds: true }).ToArray();
        var who = holding.Length < race.Lanes.Count ? And(holding) : All(race);
        return $"At {rate}, which {who} hold, {first.Label} answers {Share(ratio)} within {Format.Ms(latency.At(ratio))}, "
            + $"{string.Join("; ", race.Lanes.Skip(1).Zip(others, Against))}.";
    }

    private static string Against(LaneResult lane, LaneComparison with)
    {
        if (with.Compared is not { } ratio || lane.Sustained?.Latency is not { } latency)
            return $"{lane.Label} already fails {Format.Share(lane.Sustained?.FailureRate ?? 1)}";
        var answers = $"{lane.Label} within {Format.Ms(latency.At(ratio))}";
        return with.Claim switch
        {
            Claim.NoDifference => $"{answers}: no difference ({Format.Factors(ratio.Low, ratio.High)})",
            Claim.SecondSlower => $"{answers}: {lane.Label} is {Format.Factor(1 / ratio.Ratio)} slower ({Format.Factors(1 / ratio.High, 1 / ratio.Low)})",
            _ => $"{answers}: {Format.Factor(ratio.Ratio)} ({Format.Factors(ratio.Low, ratio.High)})",
        };
    }

    private static string All(RaceResult race) => race.Lanes.Count == 2 ? "both" : "all";

    private static string And(IEnumerable<LaneResult> lanes) => string.Join(" and ", lanes.Select(l => l.Label));

    private static string Share(RatioInterval compared) => compared.Quantile == 0.5 ? "half" : "95 %";

    private static string? Overload(RaceResult race)
    {
        if (race.OverloadRate is not { } at) return null;
        var rate = Format.Rate(at);
        if (race.OverloadRefused is { } why) return $"No result at {rate}: {why}.";
        if (race.Lanes.Any(l => l.Overload is null)) return null;
        var (holding, failing) = (race.Lanes.Where(l => l.Overload!.Holds).ToArray(), race.Lanes.Where(l => !l.Overload!.Holds).ToArray());
        var losses = string.Join(", ", failing.Select(l => $"{l.Label}: {Loss(l.Overload!)}"));
        var still = $"At {rate} {And(holding)} still {(holding.Length == 1 ? "does" : "do")}";
        var words = (holding.Length, failing.Length) switch
        {
            (2, 0) => $"Both hold {rate} too",
            (_, 0) => $"All hold {rate} too",
            (0, 2) => $"At {rate} neither holds: {losses}",
            (0, _) => $"At {rate} none holds: {losses}",
            (_, 1) => $"{still}; {failing[0].Label} does not hold it: {Loss(failing[0].Overload!)}",
            _ => $"{still}; {And(failing)} do not hold it: {losses}",
        };
        return words + Bystander(race) + ".";
    }

    /// <summary>Failures first; where the time-out is long, only the growing queue shows.</summary>
    private static string Loss(LaneLoad load) => load switch
    {
        { Answered: 0 } => "it answers none",
        { FailureRate: > 0.5 } => $"it answers 1 in {Math.Round(load.Sent / (double)load.Answered)}",
        { FailureRate: > 0.01 } => $"{Format.Share(load.FailureRate)} fail",
        _ => $"{Format.Share(1 - (load.AnsweredInTime / (double)load.Sent))} still wait at the end",
    };

    private static string Bystander(RaceResult race)
    {
        if (race.BystanderAlone is not { } alone || race.Lanes.Any(l => l.Overload?.Bystander is null)) return "";
        var beside = race.Lanes.Select(l => $"{Format.Ms(l.Overload!.Bystander!.P95)} beside {l.Label}");
        return $"; an innocent route's p95 is {Format.Ms(alone.P95)} alone, {string.Join(", ", beside)}";
    }
}
