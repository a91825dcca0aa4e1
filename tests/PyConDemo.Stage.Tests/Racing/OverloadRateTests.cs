using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Tests.Racing;

public class OverloadRateTests
{
    [Theory]
    [InlineData(10, 1000, 100.0)]
    [InlineData(10, 20, 14.1)]
    [InlineData(10, 14, null)] // too close to call
    public void The_rate_lies_clearly_between_both_capacities(double slow, double fast, double? rate)
    {
        var actual = OverloadPhase.Rate([slow, fast]);
        if (rate is null) Assert.Null(actual);
        else Assert.Equal(rate.Value, actual!.Value, 1);
    }
}
