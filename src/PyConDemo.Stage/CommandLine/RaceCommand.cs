using System.CommandLine.Parsing;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`race [slug …]`: races lanes in the terminal.</summary>
internal static class RaceCommand
{
    public static Command Create()
    {
        var options = new RaceOptions();
        var command = new Command("race", "Race both lanes of all six anti-patterns, or of the named ones.");
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => RunAsync(line, options, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult line, RaceOptions options, CancellationToken cancellationToken)
    {
        var (slugs, settings) = (line.GetValue(options.Slugs) ?? [], options.Settings(line));
        foreach (var slug in slugs) RaceCatalog.Find(slug); // fails before an API is started
        await using var session = await options.OpenAsync(line, cancellationToken);
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

        var run = RunFacts.Of(session.Client.Target, session.Vitals, settings);
        var report = new RaceReport(RaceReport.CurrentSchema, run, races);
        Console.WriteLine(run.InOneLine());
        await options.WriteReportsAsync(
            line, JsonReport.Write(report), MarkdownReport.Write(report), HtmlReport.Write(report), cancellationToken);
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

/// <summary>The common options, and those that only the race command has.</summary>
internal sealed class RaceOptions : CommonOptions
{
    private static readonly RaceSettings Defaults = new();

    public Argument<string[]> Slugs { get; } = new("slug")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = $"Any of: {string.Join(", ", RaceCatalog.Slugs)}.",
        Validators = { RefuseUnknownOptions },
    };

    private Option<string> Lanes { get; } = WithDefault("--lanes", "bad,good",
        "Two or three lanes: bad,good,yours (the pair and your own lane), "
        + "good,leased (the next step of row-locking) or good,good (checks the method itself).");

    private Option<TimeSpan> Length { get; } = Duration(
        "--duration", Defaults.Duration,
        "Timed load at the rate that both lanes sustain, for both together. A third lane gets half of it on top.");

    private Option<double?> Rate { get; } = new("--rate") { Description = "Requests per second of the overload." };

    private Option<double> Link { get; } = new("--link")
    {
        Description = "The modelled link, such as 20Mbit.",
        DefaultValueFactory = _ => Defaults.LinkMbit,
        CustomParser = r => UnitText.ParseLink(r.Tokens[0].Value) ?? Invalid<double>(r, "is not a link such as 20Mbit"),
    };

    private Option<double> Price { get; } = WithDefault(
        "--price", Defaults.PricePerCpuHour, "US dollars for one CPU core for one hour.");

    private Option<long> Queue { get; } = WithDefault(
        "--queue", Defaults.QueueToDrain, "Jobs that row-locking's workers drain.");

    public override void AddTo(Command command)
    {
        command.Add(Slugs);
        foreach (var option in (Option[])[Lanes, Length, Rate, Link, Queue, Price]) command.Add(option);
        base.AddTo(command);
    }

    /// <exception cref="InvalidInputException">A value lies outside its range.</exception>
    public RaceSettings Settings(ParseResult line)
    {
        if (line.GetValue(Rate) is <= 0 or > 20_000)
            throw new InvalidInputException("--rate must lie between 0 and 20,000 per second.");
        if (line.GetValue(Queue) is < 1 or > 1_000_000)
            throw new InvalidInputException("--queue must lie between 1 and 1,000,000 jobs.");
        return Defaults with
        {
            Lanes = LaneNames.Parse(line.GetValue(Lanes)!, "--lanes"),
            Duration = line.GetValue(Length),
            Rate = line.GetValue(Rate),
            LinkMbit = line.GetValue(Link),
            QueueToDrain = line.GetValue(Queue),
            PricePerCpuHour = line.GetValue(Price),
            Timeout = line.GetValue(Timeout),
            Seed = line.GetValue(Seed) ?? Defaults.Seed,
            Overload = line.GetValue(Timeout) + TimeSpan.FromSeconds(2), // a shorter one would show no time-out
        };
    }

    /// <summary>An option that does not exist would otherwise count as a slug.</summary>
    private static void RefuseUnknownOptions(ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(t => t.Value.StartsWith('-')) is { } option)
            result.AddError($"There is no option '{option.Value}'.");
    }
}
