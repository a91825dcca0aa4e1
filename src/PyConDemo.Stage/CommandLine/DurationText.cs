using System.Globalization;

namespace PyConDemo.Stage.CommandLine;

/// <summary>Durations as people type them.</summary>
public static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000)];

    /// <summary>Accepts 500ms, 20s and 2m: more than nothing, at most an hour.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (unit, milliseconds) = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        if (unit is null || !double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number * milliseconds is not (>= 1 and <= 3_600_000)) return false;
        duration = TimeSpan.FromMilliseconds(number * milliseconds);
        return true;
    }
}
