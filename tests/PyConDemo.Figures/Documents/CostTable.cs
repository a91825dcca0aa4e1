using System.Text;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Figures.Documents;

/// <summary>Writes the table of what one request to each lane costs, in counts.</summary>
internal static class CostTable
{
    public static string Of(FiguresFile figures)
    {
        if (!figures.Measurements.TryGetValue(FiguresFile.Counts, out var counts)) return "Not measured yet.";
        var text = new StringBuilder("| Anti-pattern | Symptom | Bad costs | Good costs |\n|---|---|---|---|\n");
        foreach (var slug in RaceCatalog.Slugs)
        {
            text.Append($"| [{slug}](src/PyConDemo.Api/AntiPatterns/{Repository.NameOf(slug)}/README.md) ");
            text.Append($"| {figures.Symptoms.GetValueOrDefault(slug)} ");
            text.Append($"| {Cell(figures, $"{slug}.bad")} | {Cell(figures, $"{slug}.good")} |\n");
        }

        return text.Append($"\nCounted {counts.WhenAndWhere}, for one request to each lane,\n")
            .Append("on the data of scale `medium`: round trips to PostgreSQL, buffers (pages of 8 kB that its statements touched), rows locked,\n")
            .Append("pages of PDF rendered, bytes of the answer.").ToString();
    }

    /// <summary>Joins the counts of a lane. It leaves out those that are 0.</summary>
    private static string Cell(FiguresFile figures, string lane) => string.Join(", ", ((string?[])
    [
        Counted(figures, $"{lane}.commands", "command", "commands"),
        Counted(figures, $"{lane}.buffers", "buffer", "buffers"),
        Counted(figures, $"{lane}.rows-locked", "row locked", "rows locked"),
        Counted(figures, $"{lane}.pages", "page rendered", "pages rendered"),
        figures.Find($"{lane}.bytes")?.Text,
    ]).Where(part => part is not null));

    private static string? Counted(FiguresFile figures, string name, string one, string many)
        => figures.Find(name) switch
        {
            null or { Value: 0 } => null,
            { Value: 1 } figure => $"{figure.Text} {one}",
            var figure => $"{figure.Text} {many}",
        };
}
