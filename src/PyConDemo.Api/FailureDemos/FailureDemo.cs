namespace PyConDemo.Api.FailureDemos;

/// <summary>A failure demo, and whether it is running.</summary>
/// <param name="Act">Its name in the route.</param>
/// <param name="Slug">The anti-pattern whose fix it breaks.</param>
/// <param name="Title">Its name in prose.</param>
/// <param name="Says">What it shows, in one sentence.</param>
/// <param name="Since">When it was started, in UTC. Null when it doesn't run.</param>
public sealed record FailureDemoState(
    string Act, string Slug, string Title, string Says, bool Running, DateTime? Since);

/// <summary>Shows how a fix can go wrong, and undoes it. A demo ends when it is stopped, when its lease runs out, and
/// with the process, because everything that it holds belongs to one connection. Thread-safe.</summary>
public abstract class FailureDemo(
    PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log) : IAsyncDisposable
{
    /// <summary>A demo that is not started again ends after this time: a closed page can't stop it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1);
    private CancellationTokenSource _lease = new();
    private Task _run = Task.CompletedTask;
    private DateTimeOffset _since;
    private bool _isDisposing;

    public string Name => Description.Act;

    public FailureDemoState State
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
            var connection = await OpenAsync(cancellationToken);
            _since = clock.GetUtcNow();
            _lease.Dispose();
            _lease = new CancellationTokenSource(Lease, clock);
            _run = RunUntilStoppedAsync(connection, _lease.Token);
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
        _isDisposing = true;
        await StopAsync();
        _lease.Dispose();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The state of a demo that doesn't run.</summary>
    protected abstract FailureDemoState Description { get; }

    /// <summary>Runs before the start is answered.</summary>
    protected virtual Task SetUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => Task.CompletedTask;

    /// <summary>Runs until the token is cancelled. Then the connection is closed.</summary>
    protected abstract Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Repairs what the demo left behind, on a new connection.</summary>
    protected virtual Task CleanUpAsync(NpgsqlConnection connection) => Task.CompletedTask;

    private NpgsqlConnection NewConnection() => new(new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
    {
        ApplicationName = $"PyConDemo act {Name}",
        Pooling = false, // a pooled session would keep the snapshot or lock after it is closed
        CommandTimeout = 300, // seconds; a refresh at scale large takes more than the default of 30
    }.ConnectionString);

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = NewConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await SetUpAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task RunUntilStoppedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (connection)
        {
            try
            {
                await RunAsync(connection, cancellationToken);
            }
            catch (Exception error) when (error is OperationCanceledException or NpgsqlException)
            {
                if (!cancellationToken.IsCancellationRequested)
                    log.LogWarning("The failure demo {Demo} has lost its session: {Reason}", Name, error.Message);

                await RollBackAsync(connection);
            }
        }

        // When the process ends, autovacuum does it later.
        if (!_isDisposing) await TryCleanUpAsync();
    }

    // A session exists for a moment after its connection is closed. The rollback releases its snapshot before that.
    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.RunAsync("ROLLBACK", CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, so PostgreSQL has rolled back already.
        }
    }

    private async Task TryCleanUpAsync()
    {
        try
        {
            await using var connection = NewConnection();
            await connection.OpenAsync();
            await CleanUpAsync(connection);
        }
        catch (NpgsqlException error)
        {
            log.LogWarning("Autovacuum has to clean up after the failure demo {Demo}: {Reason}", Name, error.Message);
        }
    }
}
