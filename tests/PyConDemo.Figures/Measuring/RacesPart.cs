using System.Text.Json;
using System.Text.RegularExpressions;
using PyConDemo.Figures.Documents;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Figures.Measuring;

/// <summary>Runs the races by the stage's own program, by the full method. A refused race is run again.</summary>
internal sealed partial class RacesPart
{
    private const int Attempts = 3;

    /// <exception cref="InvalidOperationException">Some race was refused each time; its old figures stay.</exception>
    public static async Task RunAsync(FiguresFile file, CancellationToken cancellationToken)
    {
        var waiting = RaceCatalog.Slugs.ToList();
        for (var attempt = 1; attempt <= Attempts && waiting.Count > 0; attempt++)
        {
            var report = await RaceAsync(waiting, cancellationToken);
            foreach (var race in report.Races)
            {
                if ((race.Refused ?? race.OverloadRefused) is { } why)
                {
                    Progress.Say($"races: {race.Slug} was refused, attempt {attempt} of {Attempts}: {why}");
                    continue;
                }

                file.Measurements[FiguresFile.RaceOf(race.Slug)] = Figures(race, report.Run.Postgres);
                waiting.Remove(race.Slug);
            }

            file.Save(); // the next attempt may fail
        }

        if (waiting.Count == 0) return;
        throw new InvalidOperationException(
            $"These races were refused, and their old figures stay: {string.Join(", ", waiting)}.");
    }

    private static async Task<RaceReport> RaceAsync(IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        Progress.Say($"races: starting {string.Join(", ", slugs)}");
        var json = Path.GetTempFileName();
        try
        {
            // The indented lines are the phases of a race; the rest are tables for a terminal.
            await using var stage = new StageProgram(
                line =>
                {
                    if (Step().IsMatch(line)) Progress.Say($"races: {line.Trim()}");
                },
                ["race", .. slugs, "--json", json]);
            await stage.EndAsync(cancellationToken);
            return JsonSerializer.Deserialize<RaceReport>(
                await File.ReadAllTextAsync(json, cancellationToken), JsonReport.Options)!;
        }
        finally
        {
            File.Delete(json);
        }
    }

    private static Measurement Figures(RaceResult race, string postgres)
    {
        var found = Measurement.Here(postgres);
        void Add(string name, double? value, string unit) => found.Add($"{race.Slug}.{name}", value, unit);

        Add("rate", race.SharedRate, Figure.PerSecond);
        Add("compared", 100 * race.Compared?.Quantile, Figure.Percentile);
        Add("ratio", race.Compared?.Ratio, Figure.Times);
        Add("ratio-low", race.Compared?.Low, Figure.Times);
        Add("ratio-high", race.Compared?.High, Figure.Times);
        Add("overload-rate", race.OverloadRate, Figure.PerSecond);
        Add("bystander-alone", race.BystanderAlone?.P95, Figure.Milliseconds);
        for (var i = 0; i < race.Lanes.Count; i++)
        {
            var lane = race.Lanes[i];
            var latency = lane.BothHold?.Latency;
            Add($"{lane.Name}.latency", race.Compared is null ? null : latency?.At(race.Compared), Figure.Milliseconds);
            Add($"{lane.Name}.p50", latency?.P50, Figure.Milliseconds);
            Add($"{lane.Name}.p95", latency?.P95, Figure.Milliseconds);
            Add($"{lane.Name}.capacity", lane.Capacity, Figure.PerSecond);
            Add($"{lane.Name}.answered", 1 - lane.OnlyOneHolds?.FailureRate, Figure.Share);
            Add($"{lane.Name}.bystander", lane.OnlyOneHolds?.Bystander?.P95, Figure.Milliseconds);
            Add($"{lane.Name}.cpu", lane.Cost.ApiCpuMs + lane.Cost.PostgresCpuMs, Figure.Milliseconds);
            Add($"{lane.Name}.cost-per-million", lane.Cost.PerMillion, Figure.Dollars);
            Add($"{lane.Name}.memory", lane.Cost.MemoryHighWater, Figure.Bytes);
            foreach (var extra in race.Extras) Add($"{lane.Name}.{Name(extra)}", extra.At(i), UnitOf(extra));
        }

        return found;
    }

    /// <summary>"8 workers drain 2,000 jobs" in jobs/s is 8-workers-drain-2000-jobs.per-second.</summary>
    private static string Name(Extra extra)
    {
        var words = extra.Name.Replace(",", "", StringComparison.Ordinal).ToLowerInvariant();
        return Other().Replace(words, "-").Trim('-') + "." + UnitOf(extra).Replace(' ', '-');
    }

    private static string UnitOf(Extra extra) => extra.Unit switch
    {
        "bytes" => Figure.Bytes,
        "ms" => Figure.Milliseconds,
        "jobs/s" => Figure.PerSecond,
        _ => Figure.Count,
    };

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();

    [GeneratedRegex(@"^(  \w|[a-z0-9+-]+: )")]
    private static partial Regex Step();
}
