using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Racing;

/// <summary>Estimates how long a race takes that is decided after the fewest pairs. Until the race has found the rate
/// that all lanes sustain, it uses the pattern's usual rate on two cores.</summary>
public sealed class RacePlan(Race race, RaceSettings settings)
{
    private static readonly TimeSpan Checks = TimeSpan.FromSeconds(1);

    /// <summary>What a block takes besides its load: the vitals of the server before and after.</summary>
    private static readonly TimeSpan BlockOverhead = TimeSpan.FromMilliseconds(20);

    /// <summary>After an overloaded lane, until the server is idle.</summary>
    private static readonly TimeSpan OverloadRecovery = TimeSpan.FromSeconds(1.5);

    private int Lanes => settings.Lanes.Count;

    private bool IsSelfRace => settings.Lanes.Distinct().Count() == 1;

    /// <summary>The time from the beginning of <paramref name="phase"/> to the race's end.</summary>
    /// <param name="rate">Requests per second at the rate that all lanes sustain; null while it is unknown.</param>
    public TimeSpan From(RacePhase phase, double? rate = null)
        => Enum.GetValues<RacePhase>().Where(p => p >= phase).Aggregate(
            TimeSpan.Zero, (sum, p) => sum + Length(p, rate ?? race.UsualRate));

    private TimeSpan Length(RacePhase phase, double rate) => phase switch
    {
        RacePhase.Answers => Checks,
        RacePhase.WarmUp => (Lanes * race.ResetTime) + (2 * ClosedLoops(settings.WarmUp, rate)),
        RacePhase.Capacity => 2 * ((Lanes * race.ResetTime) + ClosedLoops(settings.CapacityBlock, rate)),
        RacePhase.Sustained => Sustained(rate),
        // About one lane fails until the time-out.
        RacePhase.Overload => IsSelfRace ? TimeSpan.Zero
            : settings.BystanderBaseline + (Lanes * (settings.Overload + OverloadRecovery)) + settings.Timeout,
        _ => settings.IsBrief ? race.LastMeasurements : 2 * race.LastMeasurements,
    };

    /// <summary>One loop of each lane. The slowest lane's clients wait for their last answers. If lanes defer work, each
    /// one must finish the work of the few requests that it gets.</summary>
    private TimeSpan ClosedLoops(TimeSpan length, double rate)
    {
        var defers = race.MaxDeferred < int.MaxValue;
        var answers = (defers ? race.MaxDeferred : settings.Clients) * SlowestAnswer(rate);
        var last = answers < settings.Timeout ? answers : settings.Timeout;
        var slowest = last > length ? last : length;
        return slowest + ((Lanes - 1) * (defers ? slowest : length)) + (Lanes * race.BlockRecovery);
    }

    private TimeSpan Sustained(double rate)
    {
        var requests = Math.Max(1, Math.Round(rate * SustainedPhase.BlockLength(settings, rate).TotalSeconds));
        var block = TimeSpan.FromSeconds((requests - 1) / rate) + race.BlockRecovery + BlockOverhead;
        return BettingInterval.LeastPairs * (race.ResetTime + (Lanes * block) + SlowestAnswer(rate));
    }

    /// <summary>The rate is half of what the slowest lane can do, one request after the other.</summary>
    private static TimeSpan SlowestAnswer(double rate) => TimeSpan.FromSeconds(0.5 / rate);
}
