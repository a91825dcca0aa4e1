using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Figures.Documents;

/// <summary>A measured number. Every document shows it in the same way.</summary>
/// <param name="Unit">One of the constants below.</param>
[JsonConverter(typeof(OnOneLine))]
public sealed record Figure(double Value, string Unit)
{
    public const string Count = "count", Buffers = "buffers", Bytes = "bytes", Milliseconds = "ms",
        PerSecond = "per second", Times = "times", Share = "share", Dollars = "dollars", Percentile = "percentile";

    /// <summary>
    /// Matches a text that <see cref="Text"/> returns, or the "?" of a figure that is not measured yet.
    /// </summary>
    public const string Pattern = @"median|p\d+|\$?\d[\d,]*(?:\.\d+)?(?:×|/s| [kMG]?B| m?s| %)?|all|\?";

    /// <summary>Has two significant digits, because the next run changes the third one. Counts are exact.</summary>
    /// <exception cref="FormatException">The unit is unknown.</exception>
    public string Text => Unit switch
    {
        Count => Value.ToString("N0", CultureInfo.InvariantCulture),
        Buffers => TwoDigits(Value).ToString("N0", CultureInfo.InvariantCulture),
        Bytes => TwoDigits(Value) switch
        {
            >= 1e9 => $"{Digits(Value / 1e9)} GB",
            >= 1e6 => $"{Digits(Value / 1e6)} MB",
            >= 1e3 => $"{Digits(Value / 1e3)} kB",
            var few => $"{few:0} B",
        },
        Milliseconds => TwoDigits(Value) >= 1000 ? $"{Digits(Value / 1000)} s" : $"{Digits(Value)} ms",
        PerSecond => $"{Digits(Value)}/s",
        Times => $"{Digits(Value)}×",
        Share => Format.Share(Value),
        Dollars => $"${Digits(Value)}",
        Percentile => Value == 50 ? "median" : $"p{Value:0}",
        _ => throw new FormatException($"The unit '{Unit}' is unknown."),
    };

    private static string Digits(double value)
    {
        var rounded = TwoDigits(value);
        var decimals = rounded == 0 ? 0 : Math.Max(0, 1 - Magnitude(rounded));
        return rounded.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }

    private static double TwoDigits(double value)
    {
        if (value == 0) return 0;
        var unit = Math.Pow(10, Magnitude(value) - 1);
        return Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit;
    }

    // Without the tolerance, 0.1 × 10 could count as less than 1.
    private static int Magnitude(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);

    /// <summary>Writes a figure as one line of the file, so that a diff between two runs is short.</summary>
    private sealed class OnOneLine : JsonConverter<Figure>
    {
        public override Figure Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var figure = JsonElement.ParseValue(ref reader);
            return new(figure.GetProperty("value").GetDouble(), figure.GetProperty("unit").GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, Figure figure, JsonSerializerOptions options)
            => writer.WriteRawValue(string.Create(
                CultureInfo.InvariantCulture, $$"""{ "value": {{figure.Value}}, "unit": "{{figure.Unit}}" }"""));
    }
}
