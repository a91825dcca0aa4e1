using System.Text.Encodings.Web;
using System.Text.Json;

namespace PyConDemo.Figures.Documents;

/// <summary>The file docs/figures.json. It has each measured number of the documents once.</summary>
/// <param name="Measurements">The measurement "counts", and one for each anti-pattern's race, by slug.</param>
/// <param name="Symptoms">The symptom of each anti-pattern, from the API's list.</param>
public sealed record FiguresFile(
    SortedDictionary<string, Measurement> Measurements, SortedDictionary<string, string> Symptoms)
{
    public const string Counts = "counts";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // people read this file
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static string Location => Path.Combine(Repository.Root, "docs", "figures.json");

    public static string RaceOf(string slug) => $"race of {slug}";

    /// <exception cref="FormatException">The file has another format.</exception>
    public static FiguresFile Load()
    {
        if (!File.Exists(Location)) return new(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        try
        {
            return JsonSerializer.Deserialize<FiguresFile>(File.ReadAllText(Location), Options)!;
        }
        catch (JsonException e)
        {
            throw new FormatException($"docs/figures.json: {e.Message}", e);
        }
    }

    public void Save() => File.WriteAllText(Location, JsonSerializer.Serialize(this, Options) + "\n");

    public Figure? Find(string name)
        => Measurements.Values.Select(measurement => measurement.Figures.GetValueOrDefault(name))
            .FirstOrDefault(figure => figure is not null);

    /// <summary>Returns the figure as every document shows it, or a dash if it was not measured.</summary>
    public string Text(string name) => Find(name)?.Text ?? "–";
}
