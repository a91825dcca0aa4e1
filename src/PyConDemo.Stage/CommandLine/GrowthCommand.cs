using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`growth slug`: measures how each lane's cost follows the pattern's dial.</summary>
internal static class GrowthCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var slug = new Argument<string>("slug") { Description = $"One of: {string.Join(", ", RaceCatalog.Slugs)}." };
        var most = CommonOptions.Number<long>("--to", 1, 1_000_000_000, "a number",
            "The largest value to measure. Default: as far as the data goes.");
        var command = new Command("growth",
            "Measure how cost grows: runs a pattern at 1, 10, 100 … and reports counts and times.") { slug, most };
        common.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            using var notice = StopNotice.On(cancellationToken);
            var race = RaceCatalog.Find(line.GetValue(slug)!);
            var report = race.DialKind == DialKind.Scale
                ? await MeasureScalesAsync(line, common, race, cancellationToken)
                : await MeasureDialAsync(line, common, race, line.GetValue(most) ?? long.MaxValue, cancellationToken);
            GrowthTerminal.Write(AnsiConsole.Console, report);
            await common.Files.WriteAsync(
                line, JsonReport.Write(report), GrowthMarkdown.Write(report), GrowthHtml.Write(report),
                cancellationToken);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<GrowthReport> MeasureDialAsync(
        ParseResult line, CommonOptions common, Race race, long most, CancellationToken cancellationToken)
    {
        await using var session = await common.OpenAsync(line, cancellationToken);
        var pattern = session.Patterns.Single(p => p.Slug == race.Slug);
        var (settings, builder) = (Settings(line, common), new GrowthReportBuilder(race, pattern));
        var runner = new GrowthRunner(session.Client, settings);
        foreach (var position in Decades.Of(pattern.Dial?.Min ?? 1, Math.Min(most, pattern.Dial?.Max ?? 1)))
        {
            if (await TryMeasureAsync(position)) continue;
            // The data ends between two decades. One nearer position still shows the cost near its end.
            if (!await TryMeasureAsync(position / 2)) await TryMeasureAsync(position / 5);
            break;
        }

        return builder.Report(RunFacts.Of(session.Client.Target, session.Vitals, settings));

        async Task<bool> TryMeasureAsync(long position)
        {
            Console.Error.WriteLine($"{pattern.Dial?.Name ?? "dial"} {position:N0} …");
            try
            {
                await runner.MeasureAsync(builder, pattern, position, cancellationToken);
                return true;
            }
            catch (ApiDeclinedException e) when (!builder.IsEmpty)
            {
                Console.Error.WriteLine($"This scale has too little data for that position: {e.Message}");
                return false;
            }
        }
    }

    /// <summary>Measures a dial that is the size of the data, with one API for each, without the large scale.</summary>
    private static async Task<GrowthReport> MeasureScalesAsync(
        ParseResult line, CommonOptions common, Race race, CancellationToken cancellationToken)
    {
        if (line.GetValue(common.Target) is not null)
            throw new InvalidInputException($"{race.Slug} needs an API for each size of the data: leave --target out.");
        var settings = Settings(line, common);
        GrowthReportBuilder? builder = null;
        GrowthReport? report = null;
        foreach (var scale in (string[])["small", "medium"])
        {
            Console.Error.WriteLine($"scale {scale} …");
            await using var session = await TargetSession.OpenAsync(
                null, scale, line.GetValue(common.Verbose), cancellationToken);
            var pattern = session.Patterns.Single(p => p.Slug == race.Slug);
            builder ??= new(race, pattern);
            var rows = await race.DataSizeAsync(session.Client, pattern, cancellationToken);
            await new GrowthRunner(session.Client, settings).MeasureAsync(builder, pattern, rows, cancellationToken);
            report = builder.Report(RunFacts.Of(session.Client.Target, session.Vitals, settings));
        }

        return report!;
    }

    private static RaceSettings Settings(ParseResult line, CommonOptions common)
        => new() { Timeout = line.GetValue(common.Timeout), Seed = line.GetValue(common.Seed) ?? 1 };
}
