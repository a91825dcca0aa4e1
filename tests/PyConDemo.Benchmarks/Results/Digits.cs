using System.Globalization;

namespace PyConDemo.Benchmarks.Results;

/// <summary>Writes measured numbers. More than three digits would differ in the next run.</summary>
internal static class Digits
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Returns a number with three significant digits, such as 12,300 or 1.00 or 0.0412.</summary>
    public static string Three(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value.ToString(Culture);
        // Rounding comes first, because 999.6 becomes 1,000, which has one digit more before the point.
        var rounded = value.ToString("E2", Culture);
        var exponent = int.Parse(rounded.AsSpan(rounded.IndexOf('E') + 1), NumberStyles.Integer, Culture);
        return double.Parse(rounded, Culture).ToString($"N{Math.Max(0, 2 - exponent)}", Culture);
    }
}
