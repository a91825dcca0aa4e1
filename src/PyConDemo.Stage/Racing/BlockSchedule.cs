namespace PyConDemo.Stage.Racing;

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
