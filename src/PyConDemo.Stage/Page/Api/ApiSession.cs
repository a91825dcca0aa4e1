using PyConDemo.ApiClient;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Page.Api;

/// <summary>An API for as long as it lives.</summary>
internal sealed class ApiSession(TargetSession session) : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();

    public DemoClient Client => session.Client;
    public IReadOnlyList<Pattern> Patterns => session.Patterns;
    public Vitals Vitals => session.Vitals;

    /// <summary>Cancelled when it ended, or stopped answering.</summary>
    public CancellationToken Ended => _gone.Token;

    public void MarkEnded() => _gone.Cancel();

    public Pattern Pattern(string slug) => session.Patterns.FirstOrDefault(p => p.Slug == slug)
        ?? throw new InvalidInputException($"There is no anti-pattern '{slug}'.");

    /// <summary>Returns when it is gone.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _gone.Token);
        await session.EndedAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_gone.IsCancellationRequested) await _gone.CancelAsync();
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
