using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Racing;

public class BlockScheduleTests
{
    [Fact]
    public void Each_pair_has_both_lanes_in_an_order_that_the_seed_fixes()
    {
        var pairs = new BlockSchedule(5).Pairs(200).ToArray();
        Assert.All(pairs, p => Assert.Equal(1, p.First + p.Second));
        Assert.InRange(pairs.Count(p => p.First == 0), 60, 140);
        Assert.Equal(pairs, new BlockSchedule(5).Pairs(200));
        Assert.NotEqual(pairs, new BlockSchedule(6).Pairs(200));
    }
}
