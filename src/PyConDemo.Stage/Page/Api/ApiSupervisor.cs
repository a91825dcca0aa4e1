using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Api;

/// <summary>Keeps an API at hand: opens it, watches it, and opens it anew when it ends. The page stays, whatever becomes of the API.</summary>
internal sealed class ApiSupervisor(PageSettings settings, EventLog tape) : BackgroundService
{
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(3);
    private volatile ApiSession? _current;

    /// <exception cref="ApiUnreachableException">There is none at the moment.</exception>
    public ApiSession Session => _current ?? throw new ApiUnreachableException("The API is not there yet. Replays are.");

    public ApiSession? Current => _current;

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var (first, said) = (true, "");
        while (!cancellationToken.IsCancellationRequested)
        {
            Say("starting", (settings.Target, first) switch
            {
                (null, true) => "Starting the API …",
                (null, false) => "The API ended. Starting it again …",
                ({ } target, _) => $"Waiting for {target} …",
            });
            first = false;
            try
            {
                await using var session = new ApiSession(
                    await Target.TargetSession.OpenAsync(settings.Target, settings.Scale, settings.Verbose, cancellationToken));
                _current = session;
                tape.SetState("patterns", session.Patterns);
                Say("ready", "", session);
                await session.WatchAsync(cancellationToken);
            }
            catch (ApiException e)
            {
                Say("gone", e.Message);
                if (said != e.Message) Console.Error.WriteLine(said = e.Message); // not again with each try
                await Task.Delay(BeforeNextTry, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private void Say(string api, string message, ApiSession? session = null) => tape.SetState("state", new
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
