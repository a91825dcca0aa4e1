using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Tests.Racing;

public class BlockScheduleTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_round_has_all_lanes_in_an_order_that_the_seed_fixes(int lanes)
    {
        var rounds = BlockSchedule.Rounds(5, lanes).Take(300).ToArray();
        Assert.All(rounds, r => Assert.Equal(Enumerable.Range(0, lanes), r.Order()));
        Assert.All(
            Enumerable.Range(0, lanes),
            lane => Assert.InRange(rounds.Count(r => r[0] == lane), 200 / lanes, 400 / lanes));
        Assert.Equal(rounds, BlockSchedule.Rounds(5, lanes).Take(300));
        Assert.NotEqual(rounds, BlockSchedule.Rounds(6, lanes).Take(300));
    }
}
