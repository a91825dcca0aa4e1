namespace PyConDemo.Stage.Page.Api;

/// <summary>Opens the API, watches it, and opens it again when it ends. The page runs without it.</summary>
internal sealed class ApiSupervisor(PageSettings settings, EventLog events) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _printed = []; // since the API was there last
    private volatile ApiSession? _current;

    /// <exception cref="ApiUnreachableException">There is no API at the moment.</exception>
    public ApiSession Session => _current
        ?? throw new ApiUnreachableException("The API is not there yet. Replays work without it.");

    public ApiSession? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var waiting = settings.Target is { } target ? $"Waiting for {DemoClient.WithoutKey(target)} …" : null;
        SetState("starting", waiting ?? "Starting the API …");
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WatchOneAsync(cancellationToken);
                SetState("starting", waiting ?? "The API ended. Starting it again …");
            }
            catch (ApiException e)
            {
                SetState("gone", e.Message);
                PrintOnce(e.Message);
                await Task.Delay(RetryDelay, cancellationToken);
            }
        }
    }

    private async Task WatchOneAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = new ApiSession(await TargetSession.OpenAsync(
                settings.Target, settings.Scale, settings.Verbose, cancellationToken, Tell));
            events.SetState("patterns", session.Patterns);
            lock (_gate)
            {
                _current = session;
                _printed.Clear();
                SetState("ready", "", session);
            }

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
        PrintOnce(line);
        lock (_gate)
        {
            if (_current is null && StartLines.KindOf(line) is StartLine.Download or StartLine.Seeding)
                SetState("starting", line); // the last lines may arrive after the API has become ready
        }
    }

    /// <summary>Each try would print the same lines.</summary>
    private void PrintOnce(string line)
    {
        lock (_gate)
        {
            if (_printed.Add(line)) Console.Error.WriteLine(line);
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
    });
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
