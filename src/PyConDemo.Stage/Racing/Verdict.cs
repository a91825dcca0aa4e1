using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Statistics;

namespace PyConDemo.Stage.Racing;

/// <summary>What a race found, in words for people who don't read tables.</summary>
public static class Verdict
{
    public static string Of(RaceResult race)
    {
        if (race.Refused is { } why) return $"No verdict: {why}.";
        var (first, second) = (race.Lanes[0], race.Lanes[1]);
        return string.Join(' ', ((string?[])[Shared(race, first, second), Overload(race, first, second)]).Where(s => s is not null));
    }

    private static string Shared(RaceResult race, LaneResult first, LaneResult second)
    {
        var rate = Say.Rate(race.SharedRate);
        if (race.Compared is not { } ratio || first.BothHold?.Latency is not { } one || second.BothHold?.Latency is not { } other)
        {
            var failing = first.BothHold is { Holds: true } ? second : first;
            return $"No ratio of latencies: at {rate}, half of the slower lane's capacity, {failing.Label} already fails {Say.Share(failing.BothHold?.FailureRate ?? 1)}.";
        }

        var answers = $"At {rate}, which both hold, {first.Label} answers {Share(ratio)} within {Say.Ms(one.At(ratio))}, {second.Label} within {Say.Ms(other.At(ratio))}";
        return race.Claim switch
        {
            Claim.NoDifference => $"{answers}: no difference ({Say.Factors(ratio.Low, ratio.High)}).",
            Claim.SecondSlower => $"{answers}: {second.Label} is {Say.Factor(1 / ratio.Ratio)} slower ({Say.Factors(1 / ratio.High, 1 / ratio.Low)}).",
            _ => $"{answers}: {Say.Factor(ratio.Ratio)} ({Say.Factors(ratio.Low, ratio.High)}).",
        };
    }

    private static string Share(RatioInterval compared) => compared.Quantile == 0.5 ? "half" : "95 %";

    private static string? Overload(RaceResult race, LaneResult first, LaneResult second)
    {
        if (race.OverloadRate is not { } at) return null;
        var rate = Say.Rate(at);
        if (race.OverloadRefused is { } why) return $"No result at {rate}: {why}.";
        if (first.OnlyOneHolds is not { } one || second.OnlyOneHolds is not { } other) return null;
        var words = (one.Holds, other.Holds) switch
        {
            (false, true) => $"At {rate} {second.Label} still does; {first.Label} does not hold it: {Loss(one)}",
            (true, false) => $"At {rate} {first.Label} still does; {second.Label} does not hold it: {Loss(other)}",
            (true, true) => $"Both hold {rate} too",
            _ => $"At {rate} neither holds: {first.Label}: {Loss(one)}, {second.Label}: {Loss(other)}",
        };
        return words + Bystander(race.BystanderAlone, first, second) + ".";
    }

    /// <summary>Failures first; where the time-out is long, only the growing queue shows.</summary>
    private static string Loss(LaneLoad load) => load switch
    {
        { Answered: 0 } => "it answers none",
        { FailureRate: > 0.5 } => $"it answers 1 in {Math.Round(load.Sent / (double)load.Answered)}",
        { FailureRate: > 0.01 } => $"{Say.Share(load.FailureRate)} fail",
        _ => $"{Say.Share(1 - (load.AnsweredInTime / (double)load.Sent))} still wait at the end",
    };

    private static string Bystander(Percentiles? alone, LaneResult first, LaneResult second)
    {
        if (alone is null || first.OnlyOneHolds?.Bystander is not { } one || second.OnlyOneHolds?.Bystander is not { } other) return "";
        return $"; an innocent route's p95 is {Say.Ms(alone.P95)} alone, {Say.Ms(one.P95)} beside {first.Label}, {Say.Ms(other.P95)} beside {second.Label}";
    }
}
