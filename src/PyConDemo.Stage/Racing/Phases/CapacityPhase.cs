using System.Diagnostics;
using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Racing.Phases;

/// <summary>How much each lane can do at most, by a closed loop. Two blocks per lane, in mirrored order.</summary>
internal static class CapacityPhase
{
    private static readonly int[] Mirrored = [0, 1, 1, 0];

    public static async Task<double[]> RunAsync(RaceGround ground, CancellationToken cancel)
    {
        ground.Observer.PhaseStarted(RacePhase.Capacity, null);
        var (answered, seconds) = (new double[2], new double[2]);
        foreach (var index in Mirrored)
        {
            var lane = ground.Lanes[index];
            var stretch = await ground.ChargeAsync(lane, ClosedAsync, cancel).ConfigureAwait(false);
            answered[index] += stretch.Tally.Answered;

            async Task<Stretch> ClosedAsync()
            {
                // Until the last client has its answer: of a lane whose answers take longer than the block, none would be counted else.
                var since = Stopwatch.GetTimestamp();
                var closed = await ground.ClosedAsync(lane, ground.Settings.CapacityBlock, cancel).ConfigureAwait(false);
                seconds[index] += Stopwatch.GetElapsedTime(since).TotalSeconds;
                return closed;
            }
        }

        // A lane too slow for a single answer still has a capacity: less than one per block.
        return [.. answered.Zip(seconds, (count, time) => Math.Max(count, 0.5) / time)];
    }
}
