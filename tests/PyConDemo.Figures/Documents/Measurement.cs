using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PyConDemo.Figures.Documents;

/// <summary>The figures of one run, with the place and time. A new run replaces all of them.</summary>
public sealed partial record Measurement(
    DateOnly Date, string Machine, string Dotnet, string Postgres, SortedDictionary<string, Figure> Figures)
{
    /// <param name="postgres">The version of the PostgreSQL that was measured.</param>
    public static Measurement Here(string postgres) => new(
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        $"{Kernel().Replace(RuntimeInformation.OSDescription, "")}, {Environment.ProcessorCount} cores",
        $"{Environment.Version}",
        postgres,
        new(StringComparer.Ordinal));

    /// <summary>A text such as "on 2026-11-24 (Debian 12, 2 cores, .NET 10.0.12, PostgreSQL 15.18)".</summary>
    [JsonIgnore]
    public string WhenAndWhere => $"on {Date:yyyy-MM-dd} ({Machine}, .NET {Dotnet}, PostgreSQL {Postgres})";

    /// <summary>Adds a figure. A null, which was not measured, is left out.</summary>
    public void Add(string name, double? value, string unit)
    {
        if (value is not { } number) return;
        Figures.Add(name, new(number == Math.Floor(number) ? number : FourDigits(number), unit));
    }

    // More digits would only make the diffs between runs longer.
    private static double FourDigits(double value) => double.Parse($"{value:G4}", CultureInfo.InvariantCulture);

    // People call "Debian GNU/Linux 12 (bookworm)" Debian 12.
    [GeneratedRegex(@" GNU/Linux| \(.*\)")]
    private static partial Regex Kernel();
}
