using PyConDemo.Stage.Page.Api;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Runs one race at a time, and no other measurement during a race. Thread-safe.</summary>
internal sealed class RaceService(
    ApiSupervisor api, EventLog events, ReplayStore replays, PageSettings settings) : IAsyncDisposable
{
    private const string ApiLost = "The API was lost during the race.";
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _apiInUse = new(1); // its holder may send costly requests
    private RunningRace? _race;
    private CancellationTokenSource _raceStarts = new(); // a new one for each race; it ends the other measurements

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
            var pattern = session.Pattern(slug);
            var raceSettings = settings.NewRaceSettings();
            if (lanes is not null) raceSettings = raceSettings with { Lanes = LaneNames.Parse(lanes, "lanes") };
            LaneNames.Check(raceSettings.Lanes, [LaneList.Of(pattern)]);
            var id = FormattableString.Invariant($"{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fff}-{slug}");
            _raceStarts.Cancel(); // the race goes first: the audience waits for it
            _raceStarts = new();
            var running = _race = new RunningRace(id, slug);
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
        await race.Stopped.CancelAsync();
        await race.Task;
    }

    private async Task RunAsync(
        RunningRace running, ApiSession session, Race race, Pattern pattern, RaceSettings raceSettings)
    {
        await _apiInUse.WaitAsync(CancellationToken.None);
        events.ClearRace();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(running.Stopped.Token, session.Ended);
        try
        {
            var run = new PageRace(running.Id, settings, raceSettings, events, session);
            var replay = await run.RunAsync(race, pattern, end.Token);
            var problem = await replays.SaveAsync(replay, CancellationToken.None);
            events.Append("saved", new { replay.Id, problem });
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
        finally
        {
            _apiInUse.Release();
            lock (_gate) _race = null;
            events.Append("idle", new { running.Slug });
        }
    }

    private void PublishFailure(string message) => events.Append("failed", new { stopped = false, message });

    /// <summary>Runs a smaller measurement when the API is free. Measurements wait for each other. A race waits for
    /// none: it ends them.</summary>
    /// <returns>Null if a race goes first, or if the API ended.</returns>
    public async Task<T?> MeasureAsync<T>(
        Func<ApiSession, CancellationToken, Task<T>> measure, CancellationToken cancellationToken) where T : class
    {
        var session = api.Session;
        CancellationToken raceStarts;
        lock (_gate)
        {
            if (_race is not null) return null;
            raceStarts = _raceStarts.Token;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(raceStarts, session.Ended, cancellationToken);
        try
        {
            await _apiInUse.WaitAsync(end.Token);
            try
            {
                return await measure(session, end.Token);
            }
            finally
            {
                _apiInUse.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _apiInUse.Dispose();
    }

    private sealed record RunningRace(string Id, string Slug)
    {
        public CancellationTokenSource Stopped { get; } = new(); // never disposed: a stop may come after the race

        public Task Task { get; set; } = Task.CompletedTask;
    }
}

/// <param name="Slug">The running race's pattern: not the requested one if another race ran already.</param>
public sealed record StartedRace(string Id, string Slug, bool Joined);
