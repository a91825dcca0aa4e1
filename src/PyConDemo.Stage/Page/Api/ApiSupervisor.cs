namespace PyConDemo.Stage.Page.Api;

/// <summary>Opens the API, watches it, and opens it again when it ends. The page runs without it.</summary>
internal sealed class ApiSupervisor(PageSettings settings, EventLog events) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);
    private volatile ApiSession? _current;

    /// <exception cref="ApiUnreachableException">There is no API at the moment.</exception>
    public ApiSession Session => _current
        ?? throw new ApiUnreachableException("The API is not there yet. Replays work without it.");

    public ApiSession? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var message = settings.Target is { } target
            ? $"Waiting for {DemoClient.WithoutKey(target)} …" : "Starting the API …";
        var lastError = "";
        while (!cancellationToken.IsCancellationRequested)
        {
            SetState("starting", message);
            try
            {
                await using var session = new ApiSession(await TargetSession.OpenAsync(
                    settings.Target, settings.Scale, settings.Verbose, cancellationToken));
                _current = session;
                events.SetState("patterns", session.Patterns);
                SetState("ready", "", session);
                await session.WatchAsync(cancellationToken);
            }
            catch (ApiException e)
            {
                SetState("gone", e.Message);
                if (lastError != e.Message) Console.Error.WriteLine(lastError = e.Message); // once, not with each try
                await Task.Delay(RetryDelay, cancellationToken);
            }
            finally
            {
                _current = null;
            }

            if (settings.Target is null) message = "The API ended. Starting it again …";
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
