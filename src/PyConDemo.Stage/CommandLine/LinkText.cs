using System.Globalization;

namespace PyConDemo.Stage.CommandLine;

/// <summary>Link speeds as people type them.</summary>
public static class LinkText
{
    /// <summary>Accepts 20Mbit, 512kbit, 1Gbit, in any case.</summary>
    /// <param name="mbit">In Mbit/s, more than 0.</param>
    public static bool TryParse(string text, out double mbit)
    {
        mbit = 0;
        foreach (var (unit, factor) in ((string, double)[])[("kbit", 0.001), ("Mbit", 1), ("Gbit", 1000)])
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) &&
                double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                mbit = number * factor;
            }
        }

        return mbit > 0;
    }
}
