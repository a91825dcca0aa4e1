using PyConDemo.Stage.Page.Api;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Runs one race at a time, and no other measurement during a race. Thread-safe.</summary>
internal sealed class RaceService(
    ApiSupervisor api, EventLog events, ReplayStore replays, PageSettings settings) : IAsyncDisposable
{
    private const string ApiLost = "The API was lost in mid-race.";
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _apiInUse = new(1); // its holder may send costly requests
    private RunningRace? _race;
    private CancellationTokenSource? _measurement;

    /// <summary>Starts a race, or joins the one that is running.</summary>
    /// <param name="lanes">Two or three names, as in "good,leased". Null: bad and good.</param>
    /// <exception cref="InvalidInputException">There is no such pattern or lane.</exception>
    /// <exception cref="ApiUnreachableException">There is no API at the moment.</exception>
    public StartedRace Start(string slug, string? lanes)
    {
        var race = RaceCatalog.Find(slug);
        lock (_gate)
        {
            if (_race is { } other) return new(other.Id, other.Slug, Joined: true);
            var session = api.Session;
            var pattern = session.Patterns.Single(p => p.Slug == slug);
            var raceSettings = settings.NewRaceSettings();
            if (lanes is not null) raceSettings = raceSettings with { Lanes = LaneNames.Parse(lanes, "lanes") };
            LaneNames.Check(raceSettings.Lanes, [pattern]);
            var time = TimeProvider.System.GetUtcNow();
            var id = string.Create(CultureInfo.InvariantCulture, $"{time:yyyyMMdd-HHmmss-fff}-{slug}");
            _measurement?.Cancel(); // the race goes first: the audience waits for it
            var running = new RunningRace(id, slug, CancellationTokenSource.CreateLinkedTokenSource(session.Ended));
            _race = running;
            running.Task = Task.Run(
                () => RunAsync(running, session, race, pattern, raceSettings), CancellationToken.None);
            return new(id, slug, Joined: false);
        }
    }

    /// <summary>Stops the running race, if there is one, and returns when it has ended.</summary>
    public async Task StopAsync()
    {
        RunningRace? race;
        lock (_gate) race = _race;
        if (race is null) return;
        await race.CancelAsync();
        await race.Task;
    }

    private async Task RunAsync(
        RunningRace running, ApiSession session, Race race, Pattern pattern, RaceSettings raceSettings)
    {
        await _apiInUse.WaitAsync(CancellationToken.None);
        events.ClearRace();
        try
        {
            var run = new RaceRun(running.Id, settings, raceSettings, new RaceRecorder(events), session);
            var replay = await run.RunAsync(race, pattern, running.Cancellation.Token);
            await replays.SaveAsync(replay, CancellationToken.None);
            events.Append("saved", new { replay.Id });
        }
        catch (OperationCanceledException)
        {
            var apiEnded = session.Ended.IsCancellationRequested;
            events.Append("failed", new { stopped = !apiEnded, message = apiEnded ? ApiLost : "Stopped." });
        }
        catch (ApiUnreachableException e)
        {
            PublishFailure($"{ApiLost} {e.Message}");
            session.MarkEnded(); // the race's own requests may be the first to notice
        }
        catch (Exception e) when (e is ApiException or InvalidInputException)
        {
            PublishFailure(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PublishFailure($"The race could not be saved: {e.Message}");
        }
        finally
        {
            _apiInUse.Release();
            lock (_gate) _race = null;
            events.Append("idle", new { running.Slug });
            running.Cancellation.Dispose();
        }
    }

    private void PublishFailure(string message) => events.Append("failed", new { stopped = false, message });

    /// <summary>Runs a smaller measurement that would disturb a race. It waits until the API is free, and it is
    /// cancelled when a race starts.</summary>
    /// <exception cref="RaceRunningException">A race is running.</exception>
    /// <exception cref="OperationCanceledException">A race or another measurement has started since.</exception>
    public async Task<T> MeasureAsync<T>(
        Func<ApiSession, CancellationToken, Task<T>> measure, CancellationToken cancellationToken)
    {
        var session = api.Session;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        lock (_gate)
        {
            if (_race is not null) throw new RaceRunningException("This does not work while a race is running.");
            _measurement?.Cancel();
            _measurement = stop;
        }

        try
        {
            await _apiInUse.WaitAsync(stop.Token);
            try
            {
                return await measure(session, stop.Token);
            }
            finally
            {
                _apiInUse.Release();
            }
        }
        finally
        {
            lock (_gate) _measurement = _measurement == stop ? null : _measurement;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _apiInUse.Dispose();
    }

    private sealed record RunningRace(string Id, string Slug, CancellationTokenSource Cancellation)
    {
        public Task Task { get; set; } = Task.CompletedTask;

        public async Task CancelAsync()
        {
            try
            {
                await Cancellation.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The race has ended in the meantime.
            }
        }
    }
}

/// <summary>The answer to a request to start a race.</summary>
/// <param name="Slug">The running race's pattern: not the requested one if another race ran already.</param>
/// <param name="Joined">True if the race ran already.</param>
public sealed record StartedRace(string Id, string Slug, bool Joined);

/// <summary>A race is running, so nothing else may send costly requests to the API.</summary>
internal sealed class RaceRunningException(string message) : Exception(message);
