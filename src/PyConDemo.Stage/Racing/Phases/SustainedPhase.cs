using System.Diagnostics;
using PyConDemo.Load;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>All lanes at half of the slowest one's capacity: the only place where a ratio of latencies means something.</summary>
public static class SustainedPhase
{
    /// <summary>Fewer per block, and a block could be one outlier: the interval would still hold, but grow.</summary>
    private const int EnoughRequestsPerBlock = 3;

    /// <summary>A lane that takes seconds gets fewer per block rather than more time than this for the phase, but always one.</summary>
    private static readonly TimeSpan MaxPhaseLength = TimeSpan.FromSeconds(60);

    /// <exception cref="RaceRefusedException">The generator itself was late.</exception>
    public static async Task<Result> RunAsync(RaceContext context, double rate, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.Sustained, rate);
        var (settings, lag) = (context.Settings, new Latencies());
        RequestMetrics[] metrics = [.. context.Lanes.Select(_ => new RequestMetrics(settings.Timeout))];
        var block = BlockLength(settings, rate);
        var rounds = new List<IReadOnlyList<double>[]>();
        var patience = metrics.Length / 2.0 * settings.Duration; // a third lane gets as much load as the two, on top
        var since = Stopwatch.GetTimestamp();
        foreach (var order in new BlockSchedule(settings.Seed).Rounds(metrics.Length, settings.Blocks))
        {
            if (settings.IsBrief && rounds.Count >= FewPairs.Least && Stopwatch.GetElapsedTime(since) > patience) break;
            var values = new IReadOnlyList<double>[metrics.Length];
            foreach (var index in order)
            {
                var lane = context.Lanes[index];
                var load = await context.ChargeAsync(lane, () => context.OpenAsync(lane, rate, block, cancellationToken), cancellationToken);
                values[index] = load.Metrics.Latencies.Milliseconds();
                metrics[index].Add(load.Metrics);
                lag.Add(load.Lag);
            }

            rounds.Add(values);
        }

        context.RefuseLag(lag, $"at the rate that {(metrics.Length == 2 ? "both" : "all")} lanes hold", metrics.Max(t => t.Latencies.Percentiles().P95));
        return new Result(metrics, rounds, lag.Percentiles().P99);
    }

    /// <summary>The length of one of a lane's blocks at <paramref name="rate"/> requests per second.</summary>
    public static TimeSpan BlockLength(RaceSettings settings, double rate)
    {
        var blocks = 2 * settings.Blocks;
        var enough = Math.Min(EnoughRequestsPerBlock / rate, Math.Max(1 / rate, MaxPhaseLength.TotalSeconds / blocks));
        if (settings.IsBrief) enough = Math.Min(EnoughRequestsPerBlock / rate, settings.Duration.TotalSeconds / (2 * FewPairs.Least));
        return TimeSpan.FromSeconds(Math.Max(settings.Duration.TotalSeconds / blocks, enough));
    }

    /// <param name="Rounds">Each lane's latencies in milliseconds, round by round.</param>
    public sealed record Result(IReadOnlyList<RequestMetrics> Tallies, IReadOnlyList<IReadOnlyList<double>[]> Rounds, double LagP99)
    {
        /// <summary>The first lane's blocks, each with its neighbour of <paramref name="lane"/>.</summary>
        public IReadOnlyList<BlockPair> Against(int lane) => [.. Rounds.Select(r => new BlockPair(r[0], r[lane]))];
    }
}
