using System.Diagnostics;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>How much each lane can do at most, by a closed loop. Two blocks per lane, in mirrored order.</summary>
internal static class CapacityPhase
{
    public static async Task<double[]> RunAsync(RaceContext context, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.Capacity, null);
        Throughput[] lanes = [.. context.Lanes.Select(_ => new Throughput(context.Settings.Clients))];
        foreach (var index in Mirrored(lanes.Length))
        {
            var lane = context.Lanes[index];
            await BlockAsync(lanes[index]);
            if (lanes[index].Overrun)
            {
                // Together its clients only kept each other past the time-out: what it can do, one alone shows.
                lanes[index] = new(clients: 1);
                await BlockAsync(lanes[index]);
            }

            async Task BlockAsync(Throughput sum) => await context.ChargeAsync(lane, async () =>
            {
                // Until the last client has its answer: of a lane whose answers take longer than the block, none would be counted else.
                var since = Stopwatch.GetTimestamp();
                var closed = await context.ClosedAsync(lane, sum.Clients, context.Settings.CapacityBlock, cancellationToken);
                sum.Add(closed.Metrics, Stopwatch.GetElapsedTime(since));
                return closed;
            }, cancellationToken);
        }

        return [.. lanes.Select(lane => lane.PerSecond)];
    }

    private static IEnumerable<int> Mirrored(int lanes) => Enumerable.Range(0, lanes).Concat(Enumerable.Range(0, lanes).Reverse());
}
