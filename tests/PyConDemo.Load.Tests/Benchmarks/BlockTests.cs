using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Load.Tests.Benchmarks;

public class BlockTests
{
    [Fact]
    public async Task A_block_whose_queue_runs_empty_goes_on_after_a_refill()
    {
        var queue = 0;
        var parts = new List<TimeSpan>();
        var block = await Block.RunAsync(
            TimeSpan.FromSeconds(2),
            refill: () => Task.FromResult(queue = 800),
            run: length =>
            {
                parts.Add(length);
                var requests = Math.Min(queue, (int)length.TotalMilliseconds); // one in a millisecond
                queue -= requests;
                return Task.FromResult(new Block(
                    requests, TimeSpan.FromMilliseconds(requests), TimeSpan.FromMilliseconds(requests / 2)));
            });

        Assert.Equal(new Block(2_000, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), block);
        Assert.Equal([2_000, 1_200, 400], parts.Select(part => part.TotalMilliseconds));
    }

    [Fact]
    public async Task A_block_that_needs_no_refill_is_one_part()
    {
        var refills = 0;
        var once = new Block(10, TimeSpan.FromSeconds(2.1), TimeSpan.FromSeconds(1));
        var block = await Block.RunAsync(
            TimeSpan.FromSeconds(2), refill: () => Task.FromResult(++refills), run: _ => Task.FromResult(once));

        Assert.Equal(once, block);
        Assert.Equal(1, refills);
    }
}
