namespace PyConDemo.Stage.Racing;

/// <summary>Says what a race found, in sentences that a person can read aloud.</summary>
public static class Verdict
{
    /// <param name="lead">The sentence to begin with, if latency is not the main result. What the others felt comes
    /// next.</param>
    public static string Of(RaceResult race, string? lead = null)
    {
        if (race.Refused is { } reason) return $"No verdict: {reason}.";
        string?[] sentences = lead is null
            ? [Sustained(race), Overload(race), Bystander(race)]
            : [lead, Bystander(race), Sustained(race), Overload(race)];
        return string.Join(' ', sentences.Where(sentence => sentence is not null));
    }

    private static string Sustained(RaceResult race)
    {
        var (rate, others) = (Format.Requests(race.SharedRate), race.Comparisons());
        var ratio = others.FirstOrDefault(o => o.Compared is not null)?.Compared;
        var failing = race.Lanes.Where(l => l.Sustained is not { Holds: true }).ToArray();
        if (ratio is null || failing.Contains(race.Lanes[0]))
        {
            var slower = race.Lanes.Count == 2 ? "slower" : "slowest";
            return $"Latencies are not compared: at {rate}, half of what the {slower} lane can do, "
                + $"{AlreadyFails(failing.FirstOrDefault() ?? race.Lanes[^1])}.";
        }

        var sustaining = race.Lanes.Except(failing).ToArray();
        var all = failing.Length > 0 ? Names(sustaining) : race.Lanes.Count == 2 ? "both" : "all";
        var takes = sustaining.Select((lane, i) =>
            $"{lane.Label} {(i == 0 ? "takes " : "")}{Format.Ms(lane.Sustained!.Latency?.At(ratio))}");
        var answers = $"At {rate}, a load {all} can sustain, {Words.List(takes)} ({Percentile(ratio)}).";
        return string.Join(' ', race.Lanes.Skip(1).Zip(others, Against).Prepend(answers));

        string Against(LaneResult lane, LaneComparison comparison)
            => $"{Words.Capital(Compared(lane.Label, comparison) ?? AlreadyFails(lane))}.";

        string? Compared(string lane, LaneComparison comparison) => comparison.Compared is not { } c ? null
            : Difference(lane, race.Lanes.Count == 2 ? "" : $" than {race.Lanes[0].Label}", race.Lanes[0].Label,
                comparison.Claim, c);
    }

    private static string Difference(string lane, string than, string first, Claim? claim, RatioInterval c)
        => claim switch
        {
            Claim.FirstSlower => $"{lane} is {Format.Digits(c.Ratio)} times faster{than} "
                + $"(99 % interval {Format.Range(c.Low, c.High)})",
            Claim.SecondSlower => $"{lane} is {Format.Digits(1 / c.Ratio)} times slower{than} "
                + $"(99 % interval {Format.Range(1 / c.High, 1 / c.Low)})",
            Claim.NoDifference => $"there is no difference between {first} and {lane} "
                + $"(99 % interval {Format.Range(c.Low, c.High)})",
            _ => $"the race was too short to tell {first} from {lane} "
                + $"(99 % interval {Format.Range(c.Low, c.High)})",
        };

    private static string Percentile(RatioInterval ratio) => ratio.Quantile == 0.5 ? "median" : "p95";

    private static string AlreadyFails(LaneResult lane)
        => $"{lane.Label} already fails {Format.Share(lane.Sustained?.FailureRate ?? 1)}"
            + InBrackets(lane.Sustained?.Failures);

    private static string InBrackets(FailureCounts? failures)
        => failures?.InWords() is { } words ? $" ({words})" : "";

    private static string Names(IEnumerable<LaneResult> lanes) => Words.List(lanes.Select(l => l.Label));

    private static string? Overload(RaceResult race)
    {
        if (race.OverloadRate is not { } overloadRate) return null;
        var rate = Format.Requests(overloadRate);
        if (race.OverloadRefused is { } reason) return $"There is no result at {rate}: {reason}.";
        if (race.Lanes.Any(l => l.Overload is null)) return null;
        var sustaining = race.Lanes.Where(l => l.Overload!.Holds).ToArray();
        var failing = race.Lanes.Where(l => !l.Overload!.Holds).ToArray();
        var losses = Words.List(failing.Select(Loss));
        return (sustaining.Length, failing.Length) switch
        {
            (2, 0) => $"Both kept up at {rate} as well, so no overload was seen.",
            (_, 0) => $"All kept up at {rate} as well, so no overload was seen.",
            (0, 2) => $"At {rate} neither keeps up: {losses}.",
            (0, _) => $"At {rate} none keeps up: {losses}.",
            (1, _) => $"At {rate} {Names(sustaining)} still keeps up; {losses}.",
            _ => $"At {rate} {Names(sustaining)} still keep up; {losses}.",
        };
    }

    /// <summary>Says how much failed. With a long time-out nothing fails, and only the growing queue shows.</summary>
    private static string Loss(LaneResult lane)
    {
        var load = lane.Overload!;
        var words = load switch
        {
            { AnsweredInTime: 0 } => $"{lane.Label} answers nothing in time",
            { LostRate: > 0.5 } =>
                $"{lane.Label} answers only 1 in {Math.Round(load.Sent / (double)load.AnsweredInTime)} in time",
            { FailureRate: 0 } => $"{Format.Share(load.LostRate)} of {lane.Label}'s requests are unfinished at the end",
            _ => $"{Format.Share(load.LostRate)} of {lane.Label}'s requests fail or are unfinished at the end",
        };
        return words + InBrackets(load.Failures);
    }

    private static string? Bystander(RaceResult race)
    {
        if (race.BystanderAlone?.P95 is not { } alone || race.OverloadRefused is not null) return null;
        if (race.Lanes.Any(l => l.Overload?.Bystander?.P95 is null)) return null;
        var slowed = race.Lanes.Where(l => l.Overload!.Bystander!.P95 > ClaimRule.NoiseHigh * alone).ToArray();
        var others = race.Lanes.Except(slowed).ToArray();
        var slows = slowed.Select((l, i) =>
            $"{(i == 0 ? $"slows from {Format.Ms(alone)} " : "")}to {Next(l)}");
        var stays = others.Select((l, i) => $"{(i == 0 ? "stays " : "")}at {Next(l)}");
        string[] parts = [Words.List(slows), Words.List(stays)];
        var words = string.Join(", and ", parts.Where(part => part.Length > 0));
        return $"Meanwhile an unrelated route (the bystander) {words} (p95).";

        static string Next(LaneResult lane)
            => $"{Format.Ms(lane.Overload!.Bystander!.P95)} next to {lane.Label}"
                + InBrackets(lane.Overload.BystanderFailures);
    }
}
