using System.Diagnostics;
using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Statistics;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Both lanes at half of the slower one's capacity: the only place where a ratio of latencies means something.</summary>
public static class BothHoldPhase
{
    /// <summary>Fewer per block, and a block could be one outlier: the interval would still hold, but grow.</summary>
    private const int EnoughRequestsPerBlock = 3;

    /// <summary>A lane that takes seconds gets fewer per block rather than more time than this for the phase, but always one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="RaceRefusedException">The generator itself was late.</exception>
    public static async Task<BothHold> RunAsync(RaceGround ground, double rate, CancellationToken cancel)
    {
        ground.Observer.PhaseStarted(RacePhase.BothHold, rate);
        var (settings, lag) = (ground.Settings, new Latencies());
        Tally[] tallies = [new(settings.Timeout), new(settings.Timeout)];
        var block = BlockLength(settings, rate);
        var pairs = new List<BlockPair>();
        var since = Stopwatch.GetTimestamp();
        foreach (var (first, second) in new BlockSchedule(settings.Seed).Pairs(settings.Blocks))
        {
            if (settings.IsBrief && pairs.Count >= FewPairs.Least && Stopwatch.GetElapsedTime(since) > settings.Duration) break;
            var values = new IReadOnlyList<double>[2];
            foreach (var index in (int[])[first, second])
            {
                var lane = ground.Lanes[index];
                var stretch = await ground.ChargeAsync(lane, () => ground.OpenAsync(lane, rate, block, cancel), cancel).ConfigureAwait(false);
                values[index] = stretch.Tally.Latencies.Milliseconds();
                tallies[index].Add(stretch.Tally);
                lag.Add(stretch.Lag);
            }

            pairs.Add(new BlockPair(values[0], values[1]));
        }

        ground.RefuseLag(lag, "at the rate that both lanes hold", tallies.Max(t => t.Latencies.Percentiles().P95));
        return new BothHold(tallies, pairs, lag.Percentiles().P99);
    }

    /// <summary>The length of one of a lane's blocks at <paramref name="rate"/> requests per second.</summary>
    public static TimeSpan BlockLength(RaceSettings settings, double rate)
    {
        var blocks = 2 * settings.Blocks;
        var enough = Math.Min(EnoughRequestsPerBlock / rate, Math.Max(1 / rate, Patience.TotalSeconds / blocks));
        if (settings.IsBrief) enough = Math.Min(EnoughRequestsPerBlock / rate, settings.Duration.TotalSeconds / (2 * FewPairs.Least));
        return TimeSpan.FromSeconds(Math.Max(settings.Duration.TotalSeconds / blocks, enough));
    }

    public sealed record BothHold(IReadOnlyList<Tally> Tallies, IReadOnlyList<BlockPair> Pairs, double LagP99);
}
