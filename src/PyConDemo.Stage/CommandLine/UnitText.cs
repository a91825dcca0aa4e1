namespace PyConDemo.Stage.CommandLine;

/// <summary>Reads numbers with a unit, as people type them. Null for other text.</summary>
public static class UnitText
{
    private static readonly (string Name, double Milliseconds)[] Durations = [("ms", 1), ("s", 1_000), ("m", 60_000)];
    private static readonly (string Name, double Mbit)[] Links = [("kbit", 0.001), ("Mbit", 1), ("Gbit", 1_000)];

    /// <summary>Accepts 500ms, 20s and 2m: from one millisecond to one hour.</summary>
    public static TimeSpan? ParseDuration(string text)
        => Parse(text, Durations, StringComparison.Ordinal) is >= 1 and <= 3_600_000 and var milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>Accepts 512kbit, 20Mbit and 1Gbit in any case. Returns Mbit/s, more than 0.</summary>
    public static double? ParseLink(string text)
        => Parse(text, Links, StringComparison.OrdinalIgnoreCase) is > 0 and var mbit ? mbit : null;

    private static double? Parse(string text, (string Name, double Factor)[] units, StringComparison comparison)
    {
        var (unit, factor) = units.FirstOrDefault(u => text.EndsWith(u.Name, comparison));
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        return unit is not null && double.TryParse(
            text[..^unit.Length], Style, CultureInfo.InvariantCulture, out var number) ? number * factor : null;
    }
}
