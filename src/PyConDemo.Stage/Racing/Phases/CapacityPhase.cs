namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Measures each lane's capacity by a closed loop: two blocks, the second round in reverse order.</summary>
internal static class CapacityPhase
{
    public static async Task<double[]> RunAsync(RaceContext context, CancellationToken cancellationToken)
    {
        context.StartPhase(RacePhase.Capacity);
        var runner = new LaneLoadRunner(context);
        Throughput[] lanes = [.. context.Lanes.Select(_ => new Throughput(context.Settings.Clients))];
        foreach (var lane in context.Lanes.Concat(context.Lanes.Reverse()))
        {
            await BlockAsync(lane);
            if (!lanes[lane.Index].IsOverloaded) continue;
            // Together, the clients only delayed each other past the time-out. One client shows the capacity.
            lanes[lane.Index] = new(clients: 1);
            await BlockAsync(lane);
        }

        return [.. lanes.Select(lane => lane.PerSecond)];

        async Task BlockAsync(RaceLane lane)
        {
            await context.ResetAsync(cancellationToken);
            var throughput = lanes[lane.Index];
            throughput.Add(await runner.MeasureClosedLoopAsync(
                lane, throughput.Clients, context.Settings.CapacityBlock, cancellationToken));
        }
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

    /// <summary>The time includes the last answers: a lane that is slower than a block would count none.</summary>
    public void Add(LoadResult load)
    {
        _answered += load.Metrics.Answered;
        _failed += load.Metrics.Failed;
        _time += load.Took;
    }
}
