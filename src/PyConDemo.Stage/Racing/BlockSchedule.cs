namespace PyConDemo.Stage.Racing;

/// <summary>Decides which lane runs when. Each round has one block of every lane in random order, so that neither a
/// warming machine nor the effects of another lane favour a side.</summary>
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
