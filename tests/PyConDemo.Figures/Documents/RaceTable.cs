using System.Text;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Figures.Documents;

/// <summary>Writes the table of race results, one row for each race.</summary>
internal static class RaceTable
{
    public static string Of(FiguresFile figures)
    {
        var races = RaceCatalog.Slugs
            .Where(slug => figures.Measurements.ContainsKey(FiguresFile.RaceOf(slug))).ToArray();
        if (races.Length == 0) return "Not raced yet.";
        var text = new StringBuilder("| | load that both sustain | compared | bad | good | ratio (99 % interval) ")
            .Append("| load that overloads bad | bad answers in time | good answers in time | bystander's p95 next to bad, good |\n")
            .Append("|---|---:|:---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var slug in races)
        {
            string Text(string name) => figures.Text($"{slug}.{name}");
            string[] cells =
            [
                slug, Text("rate"), Text("compared"), Text("bad.latency"), Text("good.latency"), Ratio(figures, slug),
                Text("overload-rate"), Text("bad.answered"), Text("good.answered"),
                $"{Text("bad.bystander")}, {Text("good.bystander")}",
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        var runs = races.GroupBy(slug => figures.Measurements[FiguresFile.RaceOf(slug)].WhenAndWhere).ToArray();
        foreach (var run in runs)
            text.Append($"\nRaced {run.Key}{(runs.Length > 1 ? $": {string.Join(", ", run)}" : "")}.");
        var timeout = new RaceSettings().Timeout.TotalSeconds;
        return text.Append($"\nThe data is of scale `medium`; a request fails after {timeout:0} s.").ToString();
    }

    private static string Ratio(FiguresFile figures, string slug)
    {
        if (figures.Find($"{slug}.ratio") is not { } ratio) return "–";
        var (low, high) = (figures.Find($"{slug}.ratio-low")!, figures.Find($"{slug}.ratio-high")!);
        var range = $"({low.Text.TrimEnd('×')}–{high.Text})";
        var quantile = figures.Find($"{slug}.compared")!.Value / 100;
        var claim = ClaimRule.Judge(new(quantile, ratio.Value, low.Value, high.Value));
        return claim switch
        {
            Claim.NoDifference => $"no difference {range}",
            Claim.Undecided => $"undecided {range}",
            _ => $"{ratio.Text} {range}",
        };
    }
}
