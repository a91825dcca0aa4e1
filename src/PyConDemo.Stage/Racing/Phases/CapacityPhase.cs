namespace PyConDemo.Stage.Racing.Phases;

/// <summary>How much each lane can do at most, by a closed loop. Two blocks per lane, in mirrored order.</summary>
internal static class CapacityPhase
{
    private static readonly int[] Mirrored = [0, 1, 1, 0];

    public static async Task<double[]> RunAsync(RaceGround ground, CancellationToken cancel)
    {
        ground.Observer.PhaseStarted(RacePhase.Capacity, null);
        var answered = new double[2];
        foreach (var index in Mirrored)
        {
            var lane = ground.Lanes[index];
            var stretch = await ground.ChargeAsync(
                lane, () => ground.ClosedAsync(lane, ground.Settings.CapacityBlock, cancel), cancel).ConfigureAwait(false);
            answered[index] += stretch.Tally.AnsweredInTime;
        }

        // A lane too slow for a single answer within its blocks still has a capacity: less than one per block.
        return [.. answered.Select(a => Math.Max(a, 0.5) / (2 * ground.Settings.CapacityBlock.TotalSeconds))];
    }
}
