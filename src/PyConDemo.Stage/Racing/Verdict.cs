namespace PyConDemo.Stage.Racing;

/// <summary>Says what a race found, for people who don't read tables.</summary>
public static class Verdict
{
    public static string Of(RaceResult race) => race.Refused is { } reason ? $"No verdict: {reason}."
        : $"{Sustained(race)} {Overload(race)}".TrimEnd();

    private static string Sustained(RaceResult race)
    {
        var (first, rate, others) = (race.Lanes[0], Format.Rate(race.SharedRate), race.Comparisons());
        var ratio = others.FirstOrDefault(o => o.Compared is not null)?.Compared;
        if (first.Sustained?.Latency is not { } latency || ratio is null)
        {
            var failing = race.Lanes.FirstOrDefault(l => l.Sustained is not { Holds: true }) ?? race.Lanes[^1];
            var slowest = race.Lanes.Count == 2 ? "slower" : "slowest";
            return $"No ratio of latencies: at {rate}, half of the {slowest} lane's capacity, {AlreadyFails(failing)}.";
        }

        var sustaining = race.Lanes.Where(l => l.Sustained is { Holds: true }).ToArray();
        var lanes = sustaining.Length < race.Lanes.Count ? And(sustaining) : race.Lanes.Count == 2 ? "both" : "all";
        return $"At {rate}, which {lanes} sustain, {first.Label} answers {Share(ratio)} "
            + $"within {Format.Ms(latency.At(ratio))}, {string.Join("; ", race.Lanes.Skip(1).Zip(others, Against))}.";
    }

    private static string Against(LaneResult lane, LaneComparison comparison)
    {
        if (comparison.Compared is not { } ratio || lane.Sustained?.Latency is not { } latency)
            return AlreadyFails(lane);
        var answers = $"{lane.Label} within {Format.Ms(latency.At(ratio))}";
        var interval = Format.Factors(ratio.Low, ratio.High);
        return comparison.Claim switch
        {
            Claim.NoDifference => $"{answers}: no difference ({interval})",
            Claim.SecondSlower => $"{answers}: {lane.Label} is {Format.Factor(1 / ratio.Ratio)} slower "
                + $"({Format.Factors(1 / ratio.High, 1 / ratio.Low)})",
            _ => $"{answers}: {Format.Factor(ratio.Ratio)} ({interval})",
        };
    }

    private static string AlreadyFails(LaneResult lane)
        => $"{lane.Label} already fails {Format.Share(lane.Sustained?.FailureRate ?? 1)}"
            + InBrackets(lane.Sustained?.Failures);

    private static string InBrackets(FailureCounts? failures)
        => failures?.InWords() is { } words ? $" ({words})" : "";

    private static string And(IEnumerable<LaneResult> lanes) => string.Join(" and ", lanes.Select(l => l.Label));

    private static string Share(RatioInterval compared) => compared.Quantile == 0.5 ? "half" : "95 %";

    private static string? Overload(RaceResult race)
    {
        if (race.OverloadRate is not { } overloadRate) return null;
        var rate = Format.Rate(overloadRate);
        if (race.OverloadRefused is { } reason) return $"No result at {rate}: {reason}.";
        if (race.Lanes.Any(l => l.Overload is null)) return null;
        var sustaining = race.Lanes.Where(l => l.Overload!.Holds).ToArray();
        var failing = race.Lanes.Where(l => !l.Overload!.Holds).ToArray();
        var losses = string.Join(", ", failing.Select(l => $"{l.Label}: {Loss(l.Overload!)}"));
        var still = $"At {rate} {And(sustaining)} still {(sustaining.Length == 1 ? "does" : "do")}";
        var words = (sustaining.Length, failing.Length) switch
        {
            (2, 0) => $"Both sustain {rate} too",
            (_, 0) => $"All sustain {rate} too",
            (0, 2) => $"At {rate} neither does: {losses}",
            (0, _) => $"At {rate} none does: {losses}",
            (_, 1) => $"{still}; {failing[0].Label} does not: {Loss(failing[0].Overload!)}",
            _ => $"{still}; {And(failing)} do not: {losses}",
        };
        return words + Bystander(race) + ".";
    }

    /// <summary>Says how much failed. With a long time-out nothing fails, and only the growing queue shows.</summary>
    private static string Loss(LaneLoad load) => load switch
    {
        { Answered: 0 } => $"it answers none{InBrackets(load.Failures)}",
        { FailureRate: > 0.5 } =>
            $"it answers 1 in {Math.Round(load.Sent / (double)load.Answered)}{InBrackets(load.Failures)}",
        { FailureRate: > 0.01 } => $"{Format.Share(load.FailureRate)} fail{InBrackets(load.Failures)}",
        _ => $"{Format.Share(1 - (load.AnsweredInTime / (double)load.Sent))} still wait at the end",
    };

    private static string Bystander(RaceResult race)
    {
        if (race.BystanderAlone is not { } alone || race.Lanes.Any(l => l.Overload?.Bystander is null)) return "";
        var loaded = race.Lanes.Select(l => $"{Format.Ms(l.Overload!.Bystander!.P95)} next to {l.Label}"
            + InBrackets(l.Overload.BystanderFailures));
        return $"; the bystander's p95 is {Format.Ms(alone.P95)} alone, {string.Join(", ", loaded)}";
    }
}
