namespace PyConDemo.Stage.Replays;

/// <summary>The points of a race's chart as comma-separated values, one line for each series and quarter of a
/// second.</summary>
public static class ReplayCsv
{
    private const int Bystander = 2; // as in every saved race; a third lane comes after it

    public static string Write(Replay replay)
    {
        string[] lanes = [.. replay.Race.Lanes.Select(lane => lane.Label)];
        string[] names = [.. lanes[..Bystander], "bystander", .. lanes[Bystander..]];
        var points = new SortedDictionary<(double At, int Series), ChartPoint>();
        foreach (var point in replay.Events.Where(item => item.Type == "points")
            .SelectMany(item => item.Data.Deserialize<RacePoints>(PageJson.Options)!.Points))
        {
            points[(point.At, point.Series)] = point; // a later one replaces it, as in the chart
        }

        var csv = new StringBuilder("seconds,series,count,failed,p50_ms,p95_ms,max_ms\r\n");
        foreach (var (series, at, count, failed, p50, p95, max) in points.Values)
        {
            var name = Quoted(names.ElementAtOrDefault(series) ?? $"{series}");
            csv.Append(CultureInfo.InvariantCulture, $"{at / 1000:0.###},{name},{count},{failed},{p50},{p95},{max}")
                .Append("\r\n");
        }

        return csv.ToString();
    }

    /// <summary>A label of a file that comes from elsewhere may have any character.</summary>
    private static string Quoted(string label)
        => label.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-') ? label
            : $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
