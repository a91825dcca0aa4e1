using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Tests.Racing;

public class BlockLengthTests
{
    [Theory]
    [InlineData(1_000, 0.3)] // the shortest
    [InlineData(50, 0.4)] // twenty requests, for the p95
    [InlineData(40, 0.5)]
    [InlineData(39, 5 / 39.0)] // five requests, for the median, but not shorter than the shortest
    [InlineData(10, 0.5)]
    [InlineData(5, 1)]
    [InlineData(1, 1.25)] // 20 s over 16 blocks
    public void A_block_has_enough_requests_or_as_many_as_the_time_allows(double rate, double seconds)
        => Assert.Equal(Math.Max(0.3, seconds), SustainedPhase.BlockLength(new RaceSettings(), rate).TotalSeconds, 3);
}
