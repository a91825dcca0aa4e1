namespace PyConDemo.Stage.CommandLine;

/// <summary>Reads numbers with a unit, as people type them.</summary>
public static class UnitText
{
    private static readonly (string Name, double Milliseconds)[] Durations = [("ms", 1), ("s", 1_000), ("m", 60_000)];
    private static readonly (string Name, double Mbit)[] Links = [("kbit", 0.001), ("Mbit", 1), ("Gbit", 1_000)];

    /// <summary>Accepts 500ms, 20s and 2m: from one millisecond to one hour.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        var isValid = TryParse(text, Durations, StringComparison.Ordinal, out var milliseconds)
            && milliseconds is >= 1 and <= 3_600_000;
        duration = isValid ? TimeSpan.FromMilliseconds(milliseconds) : default;
        return isValid;
    }

    /// <summary>Accepts 512kbit, 20Mbit and 1Gbit in any case.</summary>
    /// <param name="mbit">The speed in Mbit/s, more than 0.</param>
    public static bool TryParseLink(string text, out double mbit)
        => TryParse(text, Links, StringComparison.OrdinalIgnoreCase, out mbit) && mbit > 0;

    private static bool TryParse(
        string text, (string Name, double Factor)[] units, StringComparison comparison, out double value)
    {
        value = 0;
        var (unit, factor) = units.FirstOrDefault(u => text.EndsWith(u.Name, comparison));
        if (unit is null) return false;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(text[..^unit.Length], Style, CultureInfo.InvariantCulture, out var number)) return false;
        value = number * factor;
        return true;
    }
}
