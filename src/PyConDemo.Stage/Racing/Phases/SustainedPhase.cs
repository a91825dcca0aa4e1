namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Loads all lanes at half of the slowest capacity. Only here a ratio of latencies has a meaning.</summary>
public static class SustainedPhase
{
    /// <summary>With fewer requests, a block could be a single outlier, and the interval would become wide.</summary>
    private const int EnoughRequestsPerBlock = 3;

    /// <summary>A lane that takes seconds per request gets fewer requests per block, so that the phase does not take
    /// longer than this. It always gets at least one.</summary>
    private static readonly TimeSpan MaxPhaseLength = TimeSpan.FromSeconds(60);

    /// <exception cref="RaceRefusedException">The load generator itself was late.</exception>
    public static async Task<Result> RunAsync(RaceContext context, double rate, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.Sustained, rate);
        var (settings, runner, lag) = (context.Settings, new LaneLoadRunner(context), new Latencies());
        RequestMetrics[] metrics = [.. context.Lanes.Select(_ => new RequestMetrics(settings.Timeout))];
        var block = BlockLength(settings, rate);
        var rounds = new List<IReadOnlyList<double>[]>();
        var limit = metrics.Length / 2.0 * settings.Duration; // a third lane gets its own half on top
        var since = Stopwatch.GetTimestamp();
        foreach (var order in BlockSchedule.Rounds(settings.Seed, metrics.Length, ClaimRule.LeastBlocks))
        {
            var isOver = Stopwatch.GetElapsedTime(since) > limit;
            if (settings.IsBrief && rounds.Count >= FewPairs.Least && isOver) break;
            var values = new IReadOnlyList<double>[metrics.Length];
            foreach (var index in order)
            {
                var load = await runner.MeasureOpenLoopAsync(context.Lanes[index], rate, block, cancellationToken);
                values[index] = load.Metrics.Latencies.Milliseconds();
                metrics[index].Add(load.Metrics);
                lag.Add(load.Lag);
            }

            rounds.Add(values);
        }

        runner.EnsureOnTime(
            lag, $"at the rate that {(metrics.Length == 2 ? "both" : "all")} lanes sustain",
            metrics.Max(m => m.Latencies.Percentiles().P95));
        return new(metrics, rounds, lag.Percentiles().P99);
    }

    public static TimeSpan BlockLength(RaceSettings settings, double rate)
    {
        const int blocks = 2 * ClaimRule.LeastBlocks;
        var most = settings.IsBrief ? settings.Duration.TotalSeconds / (2 * FewPairs.Least)
            : Math.Max(1 / rate, MaxPhaseLength.TotalSeconds / blocks);
        var enough = Math.Min(EnoughRequestsPerBlock / rate, most);
        return TimeSpan.FromSeconds(Math.Max(settings.Duration.TotalSeconds / blocks, enough));
    }

    /// <param name="Rounds">Each lane's latencies in milliseconds, round by round.</param>
    public sealed record Result(
        IReadOnlyList<RequestMetrics> Metrics, IReadOnlyList<IReadOnlyList<double>[]> Rounds, double LagP99)
    {
        /// <summary>The first lane's blocks, each with the neighbouring block of <paramref name="lane"/>.</summary>
        public IReadOnlyList<BlockPair> Against(int lane) => [.. Rounds.Select(r => new BlockPair(r[0], r[lane]))];
    }
}

/// <summary>Decides which lane runs when. Each round has one block of every lane in random order, so that neither a
/// warming machine nor the effects of another lane favour a side.</summary>
public static class BlockSchedule
{
    public static IEnumerable<int[]> Rounds(int seed, int lanes, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            int[] order = [.. Enumerable.Range(0, lanes)];
            random.Shuffle(order);
            yield return order;
        }
    }
}
