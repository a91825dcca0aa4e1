using static System.FormattableString;

namespace PyConDemo.Stage.Racing;

/// <summary>Writes numbers for people, with two or three significant digits.</summary>
public static class Format
{
    public static string Ms(double ms) => ms switch
    {
        >= 10_000 => Invariant($"{ms / 1000:0} s"),
        >= 1_000 => Invariant($"{ms / 1000:0.0} s"),
        >= 10 => Invariant($"{ms:0} ms"),
        >= 1 => Invariant($"{ms:0.0} ms"),
        _ => Invariant($"{ms:0.00} ms"),
    };

    public static string Rate(double perSecond) => Invariant($"{Digits(perSecond)}/s");

    public static string Factor(double factor) => $"{Digits(factor)}×";

    public static string Factors(double low, double high) => $"{Digits(low)}–{Digits(high)}×";

    public static string Share(double share) => share switch
    {
        >= 0.995 => "all",
        > 0.05 => Invariant($"{share * 100:0} %"),
        _ => Invariant($"{share * 100:0.0} %"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => Invariant($"{bytes / 1e9:0.0} GB"),
        >= 1e6 => Invariant($"{bytes / 1e6:0.0} MB"),
        >= 1e3 => Invariant($"{bytes / 1e3:0.0} kB"),
        _ => Invariant($"{bytes:0} B"),
    };

    public static string Count(double? count)
        => count is { } c ? c.ToString("#,0.##", CultureInfo.InvariantCulture) : "not seen";

    public static string Dollars(double dollars)
        => dollars >= 1 ? Invariant($"${dollars:0.00}") : Invariant($"${dollars:0.000}");

    private static string Digits(double value) => value switch
    {
        >= 9.95 => Invariant($"{value:0}"),
        >= 1.995 => Invariant($"{value:0.0}"),
        _ => Invariant($"{value:0.00}"),
    };
}
