using static System.FormattableString;

namespace PyConDemo.Stage.Racing;

/// <summary>Writes numbers for people, with two or three significant digits. The page's format.js writes the
/// same.</summary>
public static class Format
{
    /// <summary>What was not measured, or has too little behind it.</summary>
    public const string None = "–";

    public static string Ms(double? ms) => ms switch
    {
        null => None,
        >= 9_950 => Invariant($"{ms / 1000:#,0} s"),
        >= 999.5 => Invariant($"{ms / 1000:0.0} s"),
        >= 9.95 => Invariant($"{ms:0} ms"),
        >= 0.995 => Invariant($"{ms:0.0} ms"),
        _ => Invariant($"{ms:0.00} ms"),
    };

    /// <summary>"24/s", for tables and charts.</summary>
    public static string Rate(double perSecond) => $"{Digits(perSecond)}/s";

    /// <summary>"24 requests/s", for sentences.</summary>
    public static string Requests(double perSecond) => $"{Digits(perSecond)} requests/s";

    public static string Factor(double factor) => $"{Digits(factor)}×";

    /// <summary>"2.8–21".</summary>
    public static string Range(double low, double high) => $"{Digits(low)}–{Digits(high)}";

    public static string Share(double share) => share switch
    {
        0 => "0 %",
        1 => "all",
        >= 0.995 => Invariant($"{Math.Floor(share * 1000) / 10:0.0} %"), // never rounded to all
        >= 0.0995 => Invariant($"{share * 100:0} %"),
        _ => Invariant($"{share * 100:0.0} %"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        >= 999.95e6 => Invariant($"{bytes / 1e9:0.0} GB"),
        >= 999.95e3 => Invariant($"{bytes / 1e6:0.0} MB"),
        >= 999.5 => Invariant($"{bytes / 1e3:0.0} kB"),
        _ => Invariant($"{bytes:0} B"),
    };

    public static string Count(double? count)
        => count is { } c ? c.ToString("#,0.#", CultureInfo.InvariantCulture) : "not seen";

    public static string Dollars(double dollars)
        => dollars >= 0.9995 ? Invariant($"${dollars:#,0.00}") : Invariant($"${dollars:0.000}");

    /// <summary>A factor without its unit.</summary>
    public static string Digits(double value) => value switch
    {
        >= 9.95 => Invariant($"{value:#,0}"),
        >= 1.995 => Invariant($"{value:0.0}"),
        _ => Invariant($"{value:0.00}"),
    };
}
