using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Tests.Racing;

public class BlockLengthTests
{
    [Theory]
    [InlineData(100, 0.4)] // 16 s over 40 blocks
    [InlineData(5, 0.6)] // three requests
    [InlineData(1, 1.5)] // a minute over 40 blocks
    [InlineData(0.4, 2.5)] // one request
    public void A_block_has_three_requests_or_as_many_as_a_minute_allows_and_always_one(double rate, double seconds)
        => Assert.Equal(seconds, SustainedPhase.BlockLength(new RaceSettings(), rate).TotalSeconds, 3);
}
