namespace PyConDemo.Stage.Page.Api;

/// <summary>Opens the API, watches it, and opens it again when it ends. The page keeps running without an
/// API.</summary>
internal sealed class ApiSupervisor(PageSettings settings, EventLog events) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);
    private volatile ApiSession? _current;

    /// <exception cref="ApiUnreachableException">There is no API at the moment.</exception>
    public ApiSession Session => _current
        ?? throw new ApiUnreachableException("The API is not there yet. Replays work without it.");

    /// <summary>The session, or null while there is no API.</summary>
    public ApiSession? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var (first, lastError) = (true, "");
        while (!cancellationToken.IsCancellationRequested)
        {
            SetState("starting", (settings.Target, first) switch
            {
                (null, true) => "Starting the API …",
                (null, false) => "The API ended. Starting it again …",
                ({ } target, _) => $"Waiting for {target} …",
            });
            first = false;
            try
            {
                await using var session = new ApiSession(await Target.TargetSession.OpenAsync(
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
                await Task.Delay(RetryDelay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            finally
            {
                _current = null;
            }
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
