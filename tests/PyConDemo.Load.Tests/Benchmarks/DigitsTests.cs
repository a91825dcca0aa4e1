using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Load.Tests.Benchmarks;

public class DigitsTests
{
    [Theory]
    [InlineData(1_234_567, "1,230,000")]
    [InlineData(12_345.6, "12,300")]
    [InlineData(1_000, "1,000")]
    [InlineData(999.6, "1,000")]
    [InlineData(99.96, "100")]
    [InlineData(42.195, "42.2")]
    [InlineData(1, "1.00")]
    [InlineData(0.8 - 0.64, "0.160")]
    [InlineData(0.041249, "0.0412")]
    [InlineData(0.00099961, "0.00100")]
    [InlineData(-1.005e-7, "-0.000000101")]
    [InlineData(0, "0")]
    public void A_number_has_three_significant_digits(double value, string text)
        => Assert.Equal(text, Digits.Three(value));
}
