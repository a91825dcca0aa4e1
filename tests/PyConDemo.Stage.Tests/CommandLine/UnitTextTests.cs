using PyConDemo.Stage.CommandLine;

namespace PyConDemo.Stage.Tests.CommandLine;

public class UnitTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("20s", 20_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("0s", null)]
    [InlineData("-1s", null)]
    [InlineData("20", null)]
    [InlineData("2h", null)]
    public void Durations(string text, int? milliseconds)
        => Assert.Equal(milliseconds, (int?)UnitText.ParseDuration(text)?.TotalMilliseconds);

    [Theory]
    [InlineData("20Mbit", 20.0)]
    [InlineData("512kbit", 0.512)]
    [InlineData("1gbit", 1000.0)]
    [InlineData("20", null)]
    [InlineData("0Mbit", null)]
    public void Links(string text, double? mbit)
        => Assert.Equal(mbit, UnitText.ParseLink(text));
}
