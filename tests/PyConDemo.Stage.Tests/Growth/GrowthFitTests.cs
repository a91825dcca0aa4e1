using PyConDemo.Stage.Growth;

namespace PyConDemo.Stage.Tests.Growth;

public class GrowthFitTests
{
    [Theory]
    [InlineData(1, 1, "linear in the page")]
    [InlineData(0, 1, "constant")]
    [InlineData(2, 0, "quadratic in the page")]
    [InlineData(1, 50, "linear in the page")]
    [InlineData(0.5, 0, "grows as the page to the power of 0.5")]
    public void Growth_is_named(double exponent, double fixedCost, string words)
    {
        double[] dial = [1, 10, 100, 1_000, 10_000];
        var fit = GrowthFit.Of(dial.Select(x => (x, fixedCost + Math.Pow(x, exponent))))!;
        Assert.Equal(words, fit.InWords("page"));
    }

    [Fact]
    public void A_fixed_cost_does_not_hide_the_slope()
        => Assert.Equal(
            "linear in the size", GrowthFit.Of([(1, 2), (10, 11), (100, 101), (200, 201)])!.InWords("size"));

    [Fact]
    public void Two_last_points_that_lie_close_together_do_not_decide()
        => Assert.Equal(
            "linear in the size", GrowthFit.Of([(1, 3.4), (10, 14), (100, 100), (200, 172)])!.InWords("size"));

    [Fact]
    public void A_slow_first_answer_is_not_growth()
        => Assert.Equal("constant", GrowthFit.Of([(1, 23), (10, 6), (100, 17), (1000, 1.6)])!.InWords("page"));

    [Fact]
    public void Noise_around_one_value_is_constant()
        => Assert.Equal("constant", GrowthFit.Of([(1, 2.0), (10, 2.3), (100, 1.9), (1000, 2.6)])!.InWords("page"));

    /// <summary>Each series rises, but no line fits it: the last point may be an outlier, or the middle one.</summary>
    [Theory]
    [InlineData(2, 3.4, 2.1, 9)]
    [InlineData(2, 8, 3, 9)]
    [InlineData(2, 2.1, 40, 45)]
    [InlineData(1, 30, 2, 60)]
    public void What_no_line_fits_has_no_clear_trend(double a, double b, double c, double d)
        => Assert.Equal("no clear trend", GrowthFit.Of([(1, a), (10, b), (100, c), (1_000, d)])!.InWords("page"));

    [Theory]
    [InlineData(97, "linear in the orders")]
    [InlineData(1.2, "constant")]
    [InlineData(20, "no clear trend")] // a power of 0.65, or an outlier
    public void Two_points_far_apart_are_enough(double cost, string words)
        => Assert.Equal(words, GrowthFit.Of([(10_000, 1), (1_000_000, cost)])!.InWords("orders"));

    [Fact]
    public void Two_points_say_nothing() => Assert.Null(GrowthFit.Of([(1, 1), (10, 10)]));
}
