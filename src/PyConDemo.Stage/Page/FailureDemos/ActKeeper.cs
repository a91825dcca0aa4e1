using PyConDemo.ApiClient;
using PyConDemo.Stage.Page.Api;

namespace PyConDemo.Stage.Page.FailureDemos;

/// <summary>
/// At most one second act at a time. It is undone by its button, by another's, when nobody watches any more, and by the API itself when
/// nobody renews it. Thread-safe.
/// </summary>
internal sealed class ActKeeper(ApiKeeper api, Tape tape) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>In beats. The API ends an act after 60 s without; a reload takes the page away for a moment.</summary>
    private const int RenewEvery = 20, GraceForReload = 4;

    private readonly SemaphoreSlim _turn = new(1);
    private string? _playing;

    /// <exception cref="InvalidInputException">There is no such act.</exception>
    /// <exception cref="ApiException">The API is gone, or refused.</exception>
    public async Task StartAsync(string act, string slug, CancellationToken cancellationToken)
    {
        var client = api.Session.Client;
        var offered = await OfferedAsync(client, cancellationToken);
        var found = offered.FirstOrDefault(a => a.Name == act && a.Slug == slug)
            ?? throw new InvalidInputException($"There is no second act '{act}' for {slug}.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await UndoAsync(client, cancellationToken);
            await SendAsync(client, "POST", act, cancellationToken);
            _playing = act;
            tape.Put("act", found with { Running = true });
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
            if (api.Current is { } session) await UndoAsync(session.Client, cancellationToken);
            _playing = null;
            tape.Put("act", new { running = false });
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

    public static async Task<IReadOnlyList<Act>> OfferedAsync(DemoClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync<IReadOnlyList<Act>>("/demo/acts", cancellationToken);
        }
        catch (UnexpectedAnswerException)
        {
            return []; // an API without second acts
        }
    }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat);
        int beats = 0, alone = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                alone = tape.Viewers == 0 ? alone + 1 : 0;
                if (_playing is null) continue;
                if (alone >= GraceForReload || api.Current is null) await StopAsync(quietly: true, cancellationToken);
                else if (++beats % RenewEvery == 0) await RenewAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The stage ends: below.
        }

        if (_playing is not null) await StopAsync(quietly: true, CancellationToken.None);
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_playing is { } act && api.Current is { } session) await SendAsync(session.Client, "POST", act, cancellationToken);
        }
        catch (ApiException)
        {
            // The next beat sees that the API is gone.
        }
    }

    private async Task UndoAsync(DemoClient client, CancellationToken cancellationToken)
    {
        if (_playing is { } act) await SendAsync(client, "DELETE", act, cancellationToken);
        _playing = null;
    }

    private static async Task SendAsync(DemoClient client, string method, string act, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(new LaneRequest(method, $"/demo/acts/{act}"), checklist: false, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new ApiErrorException($"The API answered {(int)answer.StatusCode} to {method} /demo/acts/{act}.");
    }
}
