namespace PyConDemo.Api.FailureDemos;

/// <summary>A failure demo, and whether it is running.</summary>
/// <param name="Act">Its name in the route.</param>
/// <param name="Slug">The anti-pattern that it belongs to.</param>
/// <param name="Title">Its name in prose.</param>
/// <param name="Says">What it shows, in one sentence.</param>
/// <param name="Since">When it was started, in UTC. Null when it doesn't run.</param>
public sealed record FailureDemoState(
    string Act, string Slug, string Title, string Says, bool Running, DateTime? Since);

/// <summary>Changes how the server behaves, and undoes it. A demo ends when it is stopped, when its lease runs out, and
/// with the process. Thread-safe.</summary>
public abstract class FailureDemo(TimeProvider clock) : IAsyncDisposable
{
    /// <summary>A demo that is not started again ends after this time: a closed page can't stop it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1);
    private CancellationTokenSource _lease = new();
    private Task _run = Task.CompletedTask;
    private DateTimeOffset _since;

    public string Name => Description.Act;

    public virtual FailureDemoState State
        => _run.IsCompleted ? Description : Description with { Running = true, Since = _since.UtcDateTime };

    /// <summary>Starts the demo, or renews its lease if it is running.</summary>
    /// <exception cref="NpgsqlException">The database doesn't answer.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_run.IsCompleted && !_lease.IsCancellationRequested)
            {
                _lease.CancelAfter(Lease);
                return;
            }

            await _run; // its lease has run out, and it is cleaning up
            await SetUpAsync(cancellationToken);
            _since = clock.GetUtcNow();
            _lease.Dispose();
            _lease = new CancellationTokenSource(Lease, clock);
            _run = RunAsync(_lease.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Stops the demo, and returns when everything is as it was before.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync(); // without a token: a client that leaves must not stop half of the clean-up
        try
        {
            await _lease.CancelAsync();
            await _run;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsDisposing = true;
        await StopAsync();
        _lease.Dispose();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The state of a demo that doesn't run.</summary>
    protected abstract FailureDemoState Description { get; }

    /// <summary>True when the process ends, so that nothing has to be repaired for later requests.</summary>
    protected bool IsDisposing { get; private set; }

    /// <summary>Runs before the start is answered.</summary>
    protected abstract Task SetUpAsync(CancellationToken cancellationToken);

    /// <summary>Runs until the token is cancelled, and then undoes everything.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);
}
