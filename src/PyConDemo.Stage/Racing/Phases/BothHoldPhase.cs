using System.Diagnostics;
using PyConDemo.Load;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>All lanes at half of the slowest one's capacity: the only place where a ratio of latencies means something.</summary>
public static class BothHoldPhase
{
    /// <summary>Fewer per block, and a block could be one outlier: the interval would still hold, but grow.</summary>
    private const int EnoughRequestsPerBlock = 3;

    /// <summary>A lane that takes seconds gets fewer per block rather than more time than this for the phase, but always one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="RaceRefusedException">The generator itself was late.</exception>
    public static async Task<BothHold> RunAsync(RaceGround ground, double rate, CancellationToken cancellationToken)
    {
        ground.Observer.PhaseStarted(RacePhase.BothHold, rate);
        var (settings, lag) = (ground.Settings, new Latencies());
        Tally[] tallies = [.. ground.Lanes.Select(_ => new Tally(settings.Timeout))];
        var block = BlockLength(settings, rate);
        var rounds = new List<IReadOnlyList<double>[]>();
        var patience = tallies.Length / 2.0 * settings.Duration; // a third lane gets as much load as the two, on top
        var since = Stopwatch.GetTimestamp();
        foreach (var order in new BlockSchedule(settings.Seed).Rounds(tallies.Length, settings.Blocks))
        {
            if (settings.IsBrief && rounds.Count >= FewPairs.Least && Stopwatch.GetElapsedTime(since) > patience) break;
            var values = new IReadOnlyList<double>[tallies.Length];
            foreach (var index in order)
            {
                var lane = ground.Lanes[index];
                var stretch = await ground.ChargeAsync(lane, () => ground.OpenAsync(lane, rate, block, cancellationToken), cancellationToken);
                values[index] = stretch.Tally.Latencies.Milliseconds();
                tallies[index].Add(stretch.Tally);
                lag.Add(stretch.Lag);
            }

            rounds.Add(values);
        }

        ground.RefuseLag(lag, $"at the rate that {(tallies.Length == 2 ? "both" : "all")} lanes hold", tallies.Max(t => t.Latencies.Percentiles().P95));
        return new BothHold(tallies, rounds, lag.Percentiles().P99);
    }

    /// <summary>The length of one of a lane's blocks at <paramref name="rate"/> requests per second.</summary>
    public static TimeSpan BlockLength(RaceSettings settings, double rate)
    {
        var blocks = 2 * settings.Blocks;
        var enough = Math.Min(EnoughRequestsPerBlock / rate, Math.Max(1 / rate, Patience.TotalSeconds / blocks));
        if (settings.IsBrief) enough = Math.Min(EnoughRequestsPerBlock / rate, settings.Duration.TotalSeconds / (2 * FewPairs.Least));
        return TimeSpan.FromSeconds(Math.Max(settings.Duration.TotalSeconds / blocks, enough));
    }

    /// <param name="Rounds">Each lane's latencies in milliseconds, round by round.</param>
    public sealed record BothHold(IReadOnlyList<Tally> Tallies, IReadOnlyList<IReadOnlyList<double>[]> Rounds, double LagP99)
    {
        /// <summary>The first lane's blocks, each with its neighbour of <paramref name="lane"/>.</summary>
        public IReadOnlyList<BlockPair> Against(int lane) => [.. Rounds.Select(r => new BlockPair(r[0], r[lane]))];
    }
}
