using PyConDemo.ApiClient;
using PyConDemo.Stage.Page.Api;

namespace PyConDemo.Stage.Page.FailureDemos;

/// <summary>
/// At most one second act at a time. It is undone by its button, by another's, when nobody watches any more, and by the API itself when
/// nobody renews it. Thread-safe.
/// </summary>
internal sealed class FailureDemoLease(ApiSupervisor api, EventLog tape) : BackgroundService
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    /// <summary>In beats. The API ends an act after 60 s without; a reload takes the page away for a moment.</summary>
    private const int RenewEvery = 20, GraceForReload = 4;

    private readonly SemaphoreSlim _turn = new(1);
    private string? _running;

    /// <exception cref="InvalidInputException">There is no such act.</exception>
    /// <exception cref="ApiException">The API is gone, or refused.</exception>
    public async Task StartAsync(string act, string slug, CancellationToken cancellationToken)
    {
        var client = api.Session.Client;
        var offered = await ListAsync(client, cancellationToken);
        var found = offered.FirstOrDefault(a => a.Name == act && a.Slug == slug)
            ?? throw new InvalidInputException($"There is no second act '{act}' for {slug}.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await CleanUpAsync(client, cancellationToken);
            await SendAsync(client, "POST", act, cancellationToken);
            _running = act;
            tape.SetState("act", found with { Running = true });
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync(bool quietly, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (api.Current is { } session) await CleanUpAsync(session.Client, cancellationToken);
            _running = null;
            tape.SetState("act", new { running = false });
        }
        catch (ApiException) when (quietly)
        {
            // The API is gone, and the act with it.
        }
        finally
        {
            _turn.Release();
        }
    }

    public static async Task<IReadOnlyList<FailureDemo>> ListAsync(DemoClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync<IReadOnlyList<FailureDemo>>("/demo/acts", cancellationToken);
        }
        catch (UnexpectedAnswerException)
        {
            return []; // an API without second acts
        }
    }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TickInterval);
        int beats = 0, alone = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                alone = tape.Viewers == 0 ? alone + 1 : 0;
                if (_running is null) continue;
                if (alone >= GraceForReload || api.Current is null) await StopAsync(quietly: true, cancellationToken);
                else if (++beats % RenewEvery == 0) await RenewAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The stage ends: below.
        }

        if (_running is not null) await StopAsync(quietly: true, CancellationToken.None);
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_running is { } act && api.Current is { } session) await SendAsync(session.Client, "POST", act, cancellationToken);
        }
        catch (ApiException)
        {
            // The next beat sees that the API is gone.
        }
    }

    private async Task CleanUpAsync(DemoClient client, CancellationToken cancellationToken)
    {
        if (_running is { } act) await SendAsync(client, "DELETE", act, cancellationToken);
        _running = null;
    }

    private static async Task SendAsync(DemoClient client, string method, string act, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(new LaneRequest(method, $"/demo/acts/{act}"), checklist: false, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new ApiErrorException($"The API answered {(int)answer.StatusCode} to {method} /demo/acts/{act}.");
    }
}
