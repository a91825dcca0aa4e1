using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`race [slug …]`: races lanes in the terminal.</summary>
internal static class RaceCommand
{
    public static Command Create()
    {
        var (common, own) = (new CommonOptions(), new RaceOptions());
        var command = new Command("race", "Race both lanes of all six anti-patterns, or of the named ones.");
        own.AddTo(command);
        common.AddTo(command);
        command.SetAction((line, cancellationToken) => RunAsync(line, common, own, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult line, CommonOptions common, RaceOptions own, CancellationToken cancellationToken)
    {
        var slugs = line.GetValue(own.Slugs) ?? [];
        foreach (var slug in slugs) RaceCatalog.Find(slug); // fails before an API is started
        var settings = own.Settings(line, common);
        await using var session = await common.OpenAsync(line, cancellationToken);
        var patterns = session.Patterns.Where(p => slugs.Length == 0 || slugs.Contains(p.Slug)).ToArray();
        if (slugs.Length == 0) LaneNames.CheckAll(settings.Lanes, patterns);
        else LaneNames.Check(settings.Lanes, patterns);
        var lanes = string.Join(" against ", settings.Lanes);
        Console.WriteLine($"Seed {settings.Seed}; {lanes} at {session.Client.Target}");

        var races = new List<RaceResult>();
        foreach (var pattern in patterns)
        {
            races.Add(await WatchAsync(view => new RaceRunner(session.Client, settings, view)
                .RunAsync(RaceCatalog.Find(pattern.Slug), pattern, cancellationToken)));
            TerminalReport.Write(AnsiConsole.Console, races[^1]);
        }

        var run = RunFactsReader.Read(session.Client.Target, session.Vitals, settings);
        var report = new RaceReport(RaceReport.CurrentSchema, run, races);
        Console.WriteLine(RunLine.Of(run));
        await common.WriteReportsAsync(line, () => JsonReport.Write(report), () => MarkdownReport.Write(report),
            () => HtmlReport.Write(report), cancellationToken);
        return (int)(races.Any(r => r.Refused is not null) ? ExitCode.Refused : ExitCode.Success);
    }

    private static async Task<RaceResult> WatchAsync(Func<IRaceObserver, Task<RaceResult>> race)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return await race(new PlainView(Console.Out));
        await using var view = new LiveView(AnsiConsole.Console);
        return await race(view);
    }
}
