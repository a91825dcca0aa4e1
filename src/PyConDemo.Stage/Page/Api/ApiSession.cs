namespace PyConDemo.Stage.Page.Api;

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

    /// <summary>Waits until the API has ended.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await session.EndedAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ended.IsCancellationRequested) await _ended.CancelAsync();
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
