namespace PyConDemo.Stage.Page.Api;

/// <summary>Opens the API, watches it, and opens it again when it ends. The page runs without it.</summary>
internal sealed class ApiSupervisor(
    PageSettings settings, EventLog events, PageTerminal terminal, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    private const string RestartMessage = "The API ended. Starting it again …";
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private volatile ApiSession? _current;

    /// <exception cref="ApiUnreachableException">There is no API at the moment.</exception>
    public ApiSession Session => _current
        ?? throw new ApiUnreachableException("The API is still starting. Meanwhile, P shows saved races.");

    public ApiSession? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var waiting = settings.Target is { } target ? $"Waiting for {DemoClient.WithoutKey(target)} …" : null;
        SetState("starting", waiting ?? "Starting the API …");
        await PageIsServedAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WatchOneAsync(cancellationToken);
                if (cancellationToken.IsCancellationRequested) return;
                SetState("starting", waiting ?? RestartMessage);
                terminal.Problem(waiting is null ? RestartMessage : $"The API is lost. {waiting}");
            }
            catch (ApiException e)
            {
                SetState("gone", e.Message);
                terminal.Problem(e.Message);
                await Task.Delay(RetryDelay, cancellationToken);
            }
        }
    }

    /// <summary>Completes when the page is served: when it can't be, no API is started in vain.</summary>
    private async Task PageIsServedAsync(CancellationToken cancellationToken)
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(served.SetResult);
        await served.Task.WaitAsync(cancellationToken);
    }

    private async Task WatchOneAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = new ApiSession(await TargetSession.OpenAsync(
                settings.Target, settings.Scale, settings.Verbose, cancellationToken, Tell, settings.ApiPort));
            events.SetState("patterns", session.Patterns.Select(PagePattern.Of).ToArray());
            lock (_gate)
            {
                _current = session;
                SetState("ready", "", session);
            }

            terminal.ApiReady(session.Client.Target, session.Vitals);

            await session.WatchAsync(cancellationToken);
        }
        finally
        {
            _current = null;
        }
    }

    /// <summary>Shows what the starting API tells. The page shows only what takes long. The rest would hide why the
    /// last try failed.</summary>
    private void Tell(string line)
    {
        terminal.Step(line);
        lock (_gate)
        {
            if (_current is null && StartLines.KindOf(line) is StartLine.Download or StartLine.Seeding)
                SetState("starting", line); // the last lines may arrive after the API has become ready
        }
    }

    private void SetState(string api, string message, ApiSession? session = null) => events.SetState("state", new
    {
        api,
        message,
        settings.Thorough,
        order = RaceCatalog.Slugs,
        scale = session?.Vitals.Scale,
        postgres = session?.Vitals.Postgres?.Version,
        target = session?.Client.Target,
        planned = RaceCatalog.Slugs.ToDictionary(slug => slug, PlannedSeconds),
    });

    /// <summary>About how long a race of two lanes takes, and one of three.</summary>
    private double[] PlannedSeconds(string slug)
    {
        var race = settings.NewRaceSettings();
        string[] three = [PatternLane.Bad, PatternLane.Good, PatternLane.Yours];
        return [.. new[] { three[..2], three }.Select(names => Math.Round(
            new RacePlan(RaceCatalog.Find(slug), race with { Lanes = names }).From(RacePhase.Answers).TotalSeconds))];
    }
}

/// <summary>A pattern as the page shows it.</summary>
/// <param name="DialKind">The page has no slider for a dial that is the size of the data.</param>
internal sealed record PagePattern(
    string Slug, string Title, string Symptom, string Checklist, IReadOnlyList<PatternLane> Lanes, PatternDial? Dial,
    DialKind DialKind)
{
    public static PagePattern Of(Pattern pattern) => new(
        pattern.Slug, pattern.Title, pattern.Symptom, pattern.Checklist, pattern.Lanes, pattern.Dial,
        RaceCatalog.Find(pattern.Slug).DialKind);
}

/// <summary>One run of an API, from its start to its end.</summary>
internal sealed class ApiSession(TargetSession session) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public DemoClient Client => session.Client;
    public IReadOnlyList<Pattern> Patterns => session.Patterns;
    public Vitals Vitals => session.Vitals;

    /// <summary>This token is cancelled when the API has ended or no longer answers.</summary>
    public CancellationToken Ended => _ended.Token;

    public void MarkEnded() => _ended.Cancel();

    /// <exception cref="InvalidInputException">The API has no such anti-pattern.</exception>
    public Pattern Pattern(string slug) => session.Patterns.FirstOrDefault(p => p.Slug == slug)
        ?? throw new InvalidInputException($"There is no anti-pattern '{slug}'.");

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await session.EndedAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ended.CancelAsync();
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
