namespace PyConDemo.Stage.Racing;

/// <summary>
/// Which lane runs when: pairs of neighbouring blocks, each pair in an order drawn by lot, so that neither a warming machine nor what the
/// other lane left behind favours a side.
/// </summary>
public sealed class BlockSchedule(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The lanes of each pair, in the order in which they run.</summary>
    public IEnumerable<(int First, int Second)> Pairs(int count)
    {
        for (var i = 0; i < count; i++) yield return random.Next(2) == 0 ? (0, 1) : (1, 0);
    }
}
