namespace PyConDemo.Stage.Racing;

/// <summary>
/// Which lane runs when: rounds of neighbouring blocks, one of each lane, each round in an order drawn by lot, so that neither a warming
/// machine nor what another lane left behind favours a side.
/// </summary>
public sealed class BlockSchedule(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The lanes of each round, in the order in which they run.</summary>
    public IEnumerable<int[]> Rounds(int lanes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            int[] order = [.. Enumerable.Range(0, lanes)];
            _random.Shuffle(order);
            yield return order;
        }
    }
}
