namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Measures each lane's capacity by a closed loop: two blocks per lane, the second round in reverse
/// order.</summary>
internal static class CapacityPhase
{
    public static async Task<double[]> RunAsync(RaceContext context, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.Capacity, null);
        var loader = new LaneLoader(context);
        Throughput[] lanes = [.. context.Lanes.Select(_ => new Throughput(context.Settings.Clients))];
        foreach (var lane in context.Lanes.Concat(context.Lanes.Reverse()))
        {
            await BlockAsync(lane, lanes[lane.Index]);
            if (lanes[lane.Index].IsOverloaded)
            {
                // Together, the clients only delayed each other past the time-out. One client shows the capacity.
                lanes[lane.Index] = new(clients: 1);
                await BlockAsync(lane, lanes[lane.Index]);
            }
        }

        return [.. lanes.Select(lane => lane.PerSecond)];

        async Task BlockAsync(RaceLane lane, Throughput throughput) => await loader.MeasureAsync(lane, async () =>
        {
            // The time runs until the last answer: a lane whose answers take longer than the block would count none.
            var since = Stopwatch.GetTimestamp();
            var load = await loader.RunClosedLoopAsync(
                lane, throughput.Clients, context.Settings.CapacityBlock, cancellationToken);
            throughput.Add(load.Metrics, Stopwatch.GetElapsedTime(since));
            return load;
        }, cancellationToken);
    }
}

/// <summary>Adds up the answers that a number of clients got in closed loops. For one thread.</summary>
public sealed class Throughput(int clients)
{
    private long _answered, _failed;
    private TimeSpan _time;

    public int Clients => clients;

    /// <summary>True when most of several clients got no answer: that measures the time-out, not the lane.</summary>
    public bool IsOverloaded => clients > 1 && _failed >= _answered;

    /// <summary>Answers per second. A lane without a single answer gets half an answer, so it is never 0.</summary>
    public double PerSecond => Math.Max(_answered, 0.5) / _time.TotalSeconds;

    public void Add(RequestMetrics metrics, TimeSpan length)
    {
        _answered += metrics.Answered;
        _failed += metrics.Failed;
        _time += length;
    }
}
