namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Loads all lanes at half of the slowest capacity, until the race is decided. Only here a ratio of latencies
/// has a meaning.</summary>
public static class SustainedPhase
{
    /// <summary>A block has five requests, because the median of fewer is one of the outliers too often. A lane that
    /// takes seconds per request gets fewer, so that the phase ends in time; it always gets at least one.</summary>
    private const int RequestsPerBlock = 5;

    /// <summary>A shorter block would mostly consist of its beginning and its end.</summary>
    private const double ShortestBlock = 0.3; // seconds

    /// <summary>A block that would take longer has no p95.</summary>
    private const double LongestBlockForP95 = 0.5; // seconds

    public static async Task<Result> RunAsync(RaceContext context, double rate, CancellationToken cancellationToken)
    {
        context.StartPhase(RacePhase.Sustained, rate);
        var (settings, runner, lag) = (context.Settings, new LaneLoadRunner(context), new Latencies());
        RequestMetrics[] metrics = [.. context.Lanes.Select(_ => new RequestMetrics(settings.Timeout))];
        var block = BlockLength(settings, rate);
        var quantile = ClaimRule.Quantile(Math.Round(rate * block.TotalSeconds));
        context.Observer.OnQuantileChosen(quantile);
        var rounds = new List<IReadOnlyList<double>[]>();
        var limit = metrics.Length / 2.0 * settings.Duration; // a third lane gets its own half on top
        var since = Stopwatch.GetTimestamp();
        foreach (var order in BlockSchedule.Rounds(settings.Seed, metrics.Length))
        {
            await context.ResetAsync(cancellationToken); // a block changes too little to disturb the next one
            var values = new IReadOnlyList<double>[metrics.Length];
            foreach (var index in order)
            {
                var load = await runner.MeasureOpenLoopAsync(context.Lanes[index], rate, block, cancellationToken);
                values[index] = load.Metrics.Latencies.Milliseconds();
                metrics[index].Add(load.Metrics);
                lag.Add(load.Lag);
            }

            rounds.Add(values);
            if (rounds.Count < BettingInterval.LeastPairs) continue;
            if (Stopwatch.GetElapsedTime(since) >= limit || IsDecided(rounds, quantile)) break;
        }

        return new(metrics, rounds, quantile, lag);
    }

    public static TimeSpan BlockLength(RaceSettings settings, double rate)
    {
        var forP95 = ClaimRule.LeastRequestsForP95 / rate;
        var enough = forP95 <= LongestBlockForP95 ? forP95 : RequestsPerBlock / rate;
        var longest = settings.Duration.TotalSeconds / (2 * BettingInterval.LeastPairs);
        return TimeSpan.FromSeconds(Math.Min(Math.Max(enough, ShortestBlock), Math.Max(longest, ShortestBlock)));
    }

    private static bool IsDecided(List<IReadOnlyList<double>[]> rounds, double quantile)
        => Enumerable.Range(1, rounds[0].Length - 1).All(lane
            => ClaimRule.Judge(PairedRatio.Of(Pairs(rounds, lane), quantile)) != Claim.Undecided);

    /// <summary>The first lane's blocks, each with the neighbouring block of <paramref name="lane"/>.</summary>
    private static IReadOnlyList<BlockPair> Pairs(IReadOnlyList<IReadOnlyList<double>[]> rounds, int lane)
        => [.. rounds.Select(round => new BlockPair(round[0], round[lane]))];

    /// <param name="Rounds">Each lane's latencies in milliseconds, round by round.</param>
    /// <param name="Quantile">The quantile that is compared.</param>
    /// <param name="Lag">The load generator's own lag.</param>
    public sealed record Result(
        IReadOnlyList<RequestMetrics> Metrics, IReadOnlyList<IReadOnlyList<double>[]> Rounds, double Quantile,
        Latencies Lag)
    {
        public IReadOnlyList<BlockPair> Against(int lane) => Pairs(Rounds, lane);

        /// <summary>Why the numbers can't be trusted; null if they can. Lag makes both lanes look alike, so it may be a
        /// small share of the slower lane's latency.</summary>
        public string? Lateness(RaceContext context)
        {
            var slowest = Metrics.Max(m => m.Latencies.Percentiles().P95OrLargest());
            return new LaneLoadRunner(context).Lateness(Lag, context.Settings.MaxLagShare * slowest);
        }
    }
}

/// <summary>Decides which lane runs when. Each round has one block of every lane in random order, so that neither a
/// warming machine nor the effects of another lane favour a side.</summary>
public static class BlockSchedule
{
    /// <returns>Rounds without end.</returns>
    public static IEnumerable<int[]> Rounds(int seed, int lanes)
    {
        var random = new Random(seed);
        while (true)
        {
            int[] order = [.. Enumerable.Range(0, lanes)];
            random.Shuffle(order);
            yield return order;
        }
    }
}
