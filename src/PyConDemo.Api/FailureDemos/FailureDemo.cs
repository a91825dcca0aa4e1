using Npgsql;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.FailureDemos;

/// <summary>
/// How a cure fails, to be shown and to be undone: by hand, when its lease runs out, and with the process, as all that it holds
/// belongs to one connection. Thread-safe.
/// </summary>
public abstract class FailureDemo(PostgresHost postgres, TimeProvider clock, ILogger<FailureDemo> log) : IAsyncDisposable
{
    /// <summary>It ends after this, unless it is played again meanwhile: a page that was closed undoes nothing by itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1);
    private CancellationTokenSource? _stop;
    private Task _playing = Task.CompletedTask;
    private DateTimeOffset _since;
    private DateTimeOffset _leaseEnds;

    public abstract string Name { get; }

    /// <summary>Now, for whoever asks; it may be over a moment later.</summary>
    public FailureDemoState State
    {
        get
        {
            var running = !_playing.IsCompleted;
            return Describe() with { Running = running, Since = running ? _since.UtcDateTime : null };
        }
    }

    /// <summary>Begins, or renews the lease.</summary>
    /// <exception cref="NpgsqlException">The database doesn't answer.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _leaseEnds = clock.GetUtcNow() + Lease;
            if (_playing.IsCompleted)
            {
                var connection = await BeginAsync(cancellationToken);
                _since = clock.GetUtcNow();
                _stop = new CancellationTokenSource();
                _playing = GoOnAsync(connection, _stop.Token);
                _ = ExpireAsync(_stop, _stop.Token);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends it, and returns when all is as it was before; when it isn't on, that is at once.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync(CancellationToken.None); // half an undo is none, even if nobody waits for it any more
        try
        {
            await EndAsync(heal: true);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        await EndAsync(heal: false); // the process ends: what remains is left to autovacuum
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What it is, not running.</summary>
    protected abstract FailureDemoState Describe();

    /// <summary>What must hold when the first answer is sent.</summary>
    protected abstract Task SetUpAsync(NpgsqlConnection stage, CancellationToken cancellationToken);

    /// <summary>Goes on until <paramref name="stop"/>; then the connection is closed.</summary>
    protected abstract Task RunAsync(NpgsqlConnection stage, CancellationToken stop);

    /// <summary>What is left to be done after the connection was closed.</summary>
    protected virtual Task CleanUpAsync(NpgsqlConnection stage) => Task.CompletedTask;

    private NpgsqlConnection NewConnection() => new(new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
    {
        ApplicationName = $"PyConDemo act {Name}",
        Pooling = false, // closed is closed: what it holds ends with it
        CommandTimeout = 300, // seconds; a refresh of the large scale takes more than the usual 30
    }.ConnectionString);

    private async Task<NpgsqlConnection> BeginAsync(CancellationToken cancellationToken)
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

    private async Task GoOnAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using (connection)
        {
            try
            {
                await RunAsync(connection, stop);
            }
            catch (Exception over) when (stop.IsCancellationRequested && over is OperationCanceledException or NpgsqlException)
            {
                await ReleaseAsync(connection);
            }
            catch (NpgsqlException lost)
            {
                log.LogWarning("The act {Act} ended by itself: {Reason}", Name, lost.Message);
            }
        }
    }

    // A connection that is closed is still a session for a moment, with its snapshot.
    private static async Task ReleaseAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("ROLLBACK", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // The connection was lost meanwhile: the same end.
        }
    }

    private async Task ExpireAsync(CancellationTokenSource mine, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                if (_leaseEnds - clock.GetUtcNow() is { Ticks: > 0 } left)
                {
                    await Task.Delay(left, clock, ended);
                    continue;
                }

                await _gate.WaitAsync(ended);
                try
                {
                    if (_leaseEnds <= clock.GetUtcNow() && ReferenceEquals(_stop, mine))
                    {
                        await EndAsync(heal: true);
                        return;
                    }
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was ended by somebody else.
        }
    }

    private async Task EndAsync(bool heal)
    {
        if (_stop is not { } stop) return;

        _stop = null;
        await stop.CancelAsync();
        await _playing;
        stop.Dispose();
        if (heal) await TryCleanUpAsync();
    }

    private async Task TryCleanUpAsync()
    {
        try
        {
            await using var connection = NewConnection();
            await connection.OpenAsync();
            await CleanUpAsync(connection);
        }
        catch (NpgsqlException gone)
        {
            log.LogWarning("After the act {Act}, autovacuum has to do the rest: {Reason}", Name, gone.Message);
        }
    }
}
