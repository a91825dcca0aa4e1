using MathNet.Numerics.Distributions;

namespace PyConDemo.Load.Statistics;

/// <summary>
/// A percentile bootstrap over a few blocks is too narrow: it divides by n where n − 1 is due, and uses normal tails where Student's
/// are due. Widening the tail probability repairs both (Hesterberg, "What Teachers Should Know About the Bootstrap", 2015, expanded percentile interval).
/// </summary>
public static class SmallSample
{
    /// <summary>The probability to cut from each end of the bootstrap distribution of <paramref name="blocks"/> (2 or more) blocks.</summary>
    public static double Tail(double confidence, int blocks)
    {
        var student = StudentT.InvCDF(0, 1, blocks - 1, 0.5 + confidence / 2);
        return Normal.CDF(0, 1, -student * Math.Sqrt(blocks / (blocks - 1.0)));
    }
}
