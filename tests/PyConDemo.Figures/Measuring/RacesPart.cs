using System.Text.Json;
using System.Text.RegularExpressions;
using PyConDemo.CommandLine;
using PyConDemo.Figures.Documents;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Figures.Measuring;

/// <summary>
/// Runs the races in the stage's program with the full method. A refused race runs again. Each race has a separate
/// process, so that a failed race doesn't affect the figures of the others.
/// </summary>
internal sealed partial class RacesPart
{
    private const int Attempts = 3;

    /// <exception cref="InvalidOperationException">
    /// A race was refused or failed on every attempt. Its old figures stay.
    /// </exception>
    public static async Task RunAsync(FiguresFile file, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var slug in RaceCatalog.Slugs)
        {
            if (await MeasureAsync(slug, cancellationToken) is { } measurement)
            {
                file.Measurements[FiguresFile.RaceOf(slug)] = measurement;
                file.Save();
            }
            else
            {
                missing.Add(slug);
            }
        }

        if (missing.Count > 0)
            throw new InvalidOperationException($"the old figures of {string.Join(", ", missing)} stay");
    }

    private static async Task<Measurement?> MeasureAsync(string slug, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                var report = await RaceAsync(slug, cancellationToken);
                var race = report.Races.Single();
                if ((race.Refused ?? race.OverloadRefused) is not { } why) return Figures(race, report.Run.Postgres);
                Progress.Say($"races: {slug} was refused, attempt {attempt} of {Attempts}: {why}");
            }
            catch (Exception e) when (e is InvalidOperationException or JsonException)
            {
                Progress.Say($"races: {slug} failed, attempt {attempt} of {Attempts}: {e.Message}");
            }
        }

        return null;
    }

    private static async Task<RaceReport> RaceAsync(string slug, CancellationToken cancellationToken)
    {
        Progress.Say($"races: starting {slug}");
        var json = Path.GetTempFileName();
        try
        {
            var command = StageProcess.Command("race", slug, "--json", json, "--scale", "medium");
            command.Environment["PYCONDEMO_RAISE_PRIORITY"] = "true"; // fewer races are refused
            // The indented lines name the phases of a race. The others are tables for a terminal.
            await using var stage = StageProcess.Start(command, line =>
            {
                if (Step().IsMatch(line)) Progress.Say($"races: {line.Trim()}");
            });
            await stage.EndAsync([(int)ExitCode.Success, (int)ExitCode.Refused], cancellationToken);
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
            var latency = lane.Sustained?.Latency;
            Add($"{lane.Name}.latency", race.Compared is null ? null : latency?.At(race.Compared), Figure.Milliseconds);
            Add($"{lane.Name}.p50", latency?.P50, Figure.Milliseconds);
            Add($"{lane.Name}.p95", latency?.P95, Figure.Milliseconds);
            Add($"{lane.Name}.capacity", lane.Capacity, Figure.PerSecond);
            Add($"{lane.Name}.answered", 1 - lane.Overload?.LostRate, Figure.Share);
            Add($"{lane.Name}.bystander", lane.Overload?.Bystander?.P95, Figure.Milliseconds);
            Add($"{lane.Name}.cpu", lane.Cost.ApiCpuMs + lane.Cost.PostgresCpuMs, Figure.Milliseconds);
            Add($"{lane.Name}.cost-per-million", lane.Cost.PerMillion, Figure.Dollars);
            Add($"{lane.Name}.memory", lane.Cost.MemoryHighWater, Figure.Bytes);
            foreach (var extra in race.Extras) Add($"{lane.Name}.{Name(extra)}", extra.At(i), UnitOf(extra));
        }

        return found;
    }

    /// <summary>Turns "8 workers drain 2,000 jobs" in jobs/s into 8-workers-drain-2000-jobs.per-second.</summary>
    private static string Name(ExtraMetric extra)
    {
        var words = extra.Name.Replace(",", "", StringComparison.Ordinal).ToLowerInvariant();
        return Other().Replace(words, "-").Trim('-') + "." + UnitOf(extra).Replace(' ', '-');
    }

    private static string UnitOf(ExtraMetric extra) => extra.Unit switch
    {
        "bytes" => Figure.Bytes,
        "ms" => Figure.Milliseconds,
        "jobs/s" => Figure.PerSecond,
        _ => Figure.Count,
    };

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();

    [GeneratedRegex(@"^(  \w|[a-z0-9-]+: \w+ against )")]
    private static partial Regex Step();
}
