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
        if (line.GetValue(options.Target) is null) CheckLanes(RaceCatalog.Lanes);
        await using var session = await OpenAsync(line, options, cancellationToken);
        CheckLanes([.. session.Patterns.Select(LaneList.Of)]); // another API may have other lanes
        var patterns = session.Patterns.Where(p => slugs.Length == 0 || slugs.Contains(p.Slug)).ToArray();
        var lanes = string.Join(" against ", settings.Lanes);
        Console.WriteLine($"Seed {settings.Seed}; {lanes} at {session.Client.Target}");

        var races = new List<RaceResult>();
        var early = await RaceAllAsync();
        var run = RunFacts.Of(session.Client.Target, session.Vitals, settings);
        if (races.Count > 0) await WriteAsync(line, options, new(RaceReport.CurrentSchema, run, races));
        if (early is not null) throw early;
        return (int)(races.Any(r => r.Refused is not null) ? ExitCode.Refused : ExitCode.Success);

        void CheckLanes(IReadOnlyList<LaneList> all)
        {
            if (slugs.Length == 0) LaneNames.CheckAll(settings.Lanes, all);
            else LaneNames.Check(settings.Lanes, all.Where(p => slugs.Contains(p.Slug)));
        }

        // Returns why it ended early. What is finished is written then, too.
        async Task<Exception?> RaceAllAsync()
        {
            try
            {
                foreach (var pattern in patterns)
                {
                    races.Add(await WatchAsync(view => new RaceRunner(session.Client, settings, view)
                        .RunAsync(RaceCatalog.Find(pattern.Slug), pattern, cancellationToken)));
                    TerminalReport.Write(AnsiConsole.Console, races[^1]);
                }

                return null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                StopNotice.Write(); // not before: the live view would overwrite it
                return new StoppedException(Summary(races.Count, patterns.Length));
            }
            catch (ApiException e)
            {
                return e;
            }
        }
    }

    private static async Task<TargetSession> OpenAsync(
        ParseResult line, RaceOptions options, CancellationToken cancellationToken)
    {
        using var notice = StopNotice.On(cancellationToken);
        return await options.OpenAsync(line, cancellationToken, PreferredPort.OfApi());
    }

    /// <summary>Writes what is finished, also after Ctrl-C and when the API is lost.</summary>
    private static Task WriteAsync(ParseResult line, RaceOptions options, RaceReport report)
    {
        Console.WriteLine(report.Run.InOneLine());
        return options.Files.WriteAsync(
            line, JsonReport.Write(report), MarkdownReport.Write(report), HtmlReport.Write(report),
            CancellationToken.None);
    }

    private static string Summary(int finished, int all)
        => $"Stopped: {finished} of {all} races {(finished == 1 ? "is" : "are")} finished"
            + (finished == 0 ? ", so there is no report." : ".");

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
        "The longest load at the rate that both lanes sustain. It ends when the race is decided.");

    private Option<double?> Rate { get; } = Number(
        "--rate", 0.01, 20_000, "a rate", "Requests per second of the overload.");

    private Option<double> Link { get; } = new("--link")
    {
        Description = "The modelled link, such as 20Mbit.",
        DefaultValueFactory = _ => Defaults.LinkMbit,
        CustomParser = r => UnitText.ParseLink(r.Tokens[0].Value) ?? Invalid<double>(r, "is not a link such as 20Mbit"),
    };

    private Option<double> Price { get; } = Number(
        "--price", 0, 1_000, "a price in dollars", "US dollars for one CPU core for one hour.",
        Defaults.PricePerCpuHour);

    private Option<long> Queue { get; } = Number(
        "--queue", 1, 1_000_000, "a number of jobs", "Jobs that row-locking's workers drain.", Defaults.QueueToDrain);

    public override void AddTo(Command command)
    {
        command.Add(Slugs);
        foreach (var option in (Option[])[Lanes, Length, Rate, Link, Queue, Price]) command.Add(option);
        base.AddTo(command);
    }

    /// <exception cref="InvalidInputException">There are not two or three lanes.</exception>
    public RaceSettings Settings(ParseResult line) => Defaults with
    {
        Lanes = LaneNames.Parse(line.GetValue(Lanes)!, "--lanes"),
        Duration = line.GetValue(Length),
        Rate = line.GetValue(Rate),
        LinkMbit = line.GetValue(Link),
        QueueToDrain = line.GetValue(Queue),
        PricePerCpuHour = line.GetValue(Price),
        Timeout = line.GetValue(Timeout),
        Seed = line.GetValue(Seed) ?? Defaults.Seed,
        Overload = line.GetValue(Timeout) + TimeSpan.FromSeconds(1), // a shorter one would show no time-out
    };

    /// <summary>An option that does not exist would otherwise count as a slug.</summary>
    private static void RefuseUnknownOptions(ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(t => t.Value.StartsWith('-')) is { } option)
            result.AddError($"There is no option '{option.Value}'.");
    }
}
