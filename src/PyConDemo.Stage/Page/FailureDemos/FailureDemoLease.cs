using PyConDemo.Stage.Page.Api;

namespace PyConDemo.Stage.Page.FailureDemos;

/// <summary>Runs at most one failure demo at a time. The demo ends when the user stops it, when another one starts,
/// when no page is open any more, and when the stage ends. The API ends a demo that is not renewed.</summary>
internal sealed class FailureDemoLease(ApiSupervisor api, EventLog events) : BackgroundService
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private const int RenewTicks = 20; // the API ends a demo that is not renewed for 60 s
    private const int ReloadTicks = 4; // a page that reloads is gone for a moment

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private string? _running;

    public async Task<IReadOnlyList<FailureDemo>> ListAsync(CancellationToken cancellationToken)
        => await api.Session.Client.TryGetAsync<IReadOnlyList<FailureDemo>>("/demo/acts", cancellationToken) ?? [];

    /// <exception cref="InvalidInputException">There is no such failure demo.</exception>
    /// <exception cref="ApiException">The API is gone, or it refused.</exception>
    public async Task StartAsync(string name, string slug, CancellationToken cancellationToken)
    {
        var client = api.Session.Client;
        var demos = await ListAsync(cancellationToken);
        var demo = demos.FirstOrDefault(d => d.Name == name && d.Slug == slug)
            ?? throw new InvalidInputException($"There is no failure demo '{name}' for {slug}.");
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_running is { } other) await SendAsync(client, "DELETE", other, cancellationToken);
            _running = null;
            await SendAsync(client, "POST", name, cancellationToken);
            _running = name;
            events.SetState("act", demo with { Running = true });
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Ends the running demo. An API that is gone has ended it already.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!await TrySendAsync("DELETE", cancellationToken)) return; // it may still run
            _running = null;
            events.SetState("act", new { running = false });
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TickInterval);
        int ticks = 0, ticksWithoutViewer = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                ticksWithoutViewer = events.Viewers == 0 ? ticksWithoutViewer + 1 : 0;
                if (_running is null) continue;
                if (ticksWithoutViewer >= ReloadTicks || api.Current is null)
                    await EndAsync(cancellationToken);
                else if (++ticks % RenewTicks == 0)
                    await TrySendAsync("POST", cancellationToken); // this renews it
            }
        }
        finally
        {
            if (_running is not null) await EndAsync(CancellationToken.None);
        }
    }

    private async Task<bool> TrySendAsync(string method, CancellationToken cancellationToken)
    {
        try
        {
            if (_running is { } name && api.Current is { } session)
                await SendAsync(session.Client, method, name, cancellationToken);
            return true; // an API that is gone has ended the demo
        }
        catch (ApiException)
        {
            return false;
        }
    }

    private static async Task SendAsync(
        DemoClient client, string method, string name, CancellationToken cancellationToken)
    {
        var request = new LaneRequest(method, $"/demo/acts/{name}");
        using var answer = await client.SendAsync(request, checklist: false, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new ApiErrorException($"The API answered {(int)answer.StatusCode} to {method} {request.Path}.");
    }
}

/// <summary>A demonstration of how a fix can fail, as the API lists it.</summary>
internal sealed record FailureDemo(
    [property: JsonPropertyName("act")] string Name, string Slug, string Title, string Says, bool Running);
