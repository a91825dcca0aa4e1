using System.Globalization;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Page.Live;

/// <summary>One race at a time. Thread-safe.</summary>
internal sealed class RaceService(ApiSupervisor api, EventLog tape, ReplayStore replays, PageSettings settings) : IAsyncDisposable
{
    private const string Lost = "The API was lost in mid-race.";
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _apiInUse = new(1); // who holds it may ask the API for something costly
    private Running? _running;
    private CancellationTokenSource? _measuring;

    public bool Busy { get { lock (_gate) return _running is not null; } }

    /// <summary>Starts a race, or joins the one that runs.</summary>
    /// <param name="lanes">Two or three by name, as in "good,leased". Null: the pair.</param>
    /// <exception cref="InvalidInputException">There is no such pattern or lane.</exception>
    /// <exception cref="ApiUnreachableException">There is no API to race on.</exception>
    public StartedRace Start(string slug, string? lanes)
    {
        var race = RaceCatalog.Find(slug);
        lock (_gate)
        {
            if (_running is { } other) return new(other.Id, other.Slug, Joined: true);
            var session = api.Session;
            var pattern = session.Patterns.Single(p => p.Slug == slug);
            var own = settings.Race();
            if (lanes is not null) own = own with { Lanes = LaneNames.Parse(lanes, "lanes") };
            LaneNames.Check(own.Lanes, [pattern]);
            var id = string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fff}-{slug}");
            var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Ended);
            _measuring?.Cancel(); // a race is what the room waits for
            _running = new Running(id, slug, stop);
            _running.Task = Task.Run(() => RunAsync(_running, session, race, pattern, own), CancellationToken.None);
            return new(id, slug, Joined: false);
        }
    }

    /// <summary>Stops the race, if one runs, and returns when it has ended.</summary>
    public async Task StopAsync()
    {
        Running? mine;
        lock (_gate) mine = _running;
        if (mine is null) return;
        await mine.StopAsync();
        await mine.Task;
    }

    private async Task RunAsync(Running mine, ApiSession session, Race race, Pattern pattern, RaceSettings own)
    {
        await _apiInUse.WaitAsync(CancellationToken.None);
        tape.ClearRace();
        var recorder = new RaceRecorder(mine.Id, settings, own, tape, session);
        try
        {
            var replay = await recorder.RunAsync(race, pattern, mine.Stop.Token);
            await replays.SaveAsync(replay, CancellationToken.None);
            tape.Append("saved", new { replay.Id });
        }
        catch (OperationCanceledException)
        {
            var gone = session.Ended.IsCancellationRequested;
            tape.Append("failed", new { stopped = !gone, message = gone ? Lost : "Stopped." });
        }
        catch (ApiUnreachableException e)
        {
            tape.Append("failed", new { stopped = false, message = $"{Lost} {e.Message}" }); // the race's own requests may notice first
            session.MarkEnded();
        }
        catch (Exception e) when (e is ApiException or InvalidInputException)
        {
            tape.Append("failed", new { stopped = false, message = e.Message });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            tape.Append("failed", new { stopped = false, message = $"The race could not be saved: {e.Message}" });
        }
        finally
        {
            _apiInUse.Release();
            lock (_gate) _running = null;
            tape.Append("idle", new { mine.Slug });
            mine.Stop.Dispose();
        }
    }

    /// <summary>Something smaller than a race, which would disturb one: it waits for its turn, and gives way when a race starts.</summary>
    /// <exception cref="RaceRunningException">A race runs.</exception>
    /// <exception cref="OperationCanceledException">A race, or another measurement, took its place.</exception>
    public async Task<T> MeasureAsync<T>(Func<ApiSession, CancellationToken, Task<T>> measure, CancellationToken cancellationToken)
    {
        var session = api.Session;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        lock (_gate)
        {
            if (_running is not null) throw new RaceRunningException("Not while a race runs.");
            _measuring?.Cancel();
            _measuring = stop;
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
            lock (_gate) _measuring = _measuring == stop ? null : _measuring;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _apiInUse.Dispose();
    }

    private sealed class Running(string id, string slug, CancellationTokenSource stop)
    {
        public string Id => id;
        public string Slug => slug;
        public CancellationTokenSource Stop => stop;
        public Task Task { get; set; } = Task.CompletedTask;

        public async Task StopAsync()
        {
            try
            {
                await stop.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself in between.
            }
        }
    }
}

/// <summary>A race runs: nothing else may ask the API for something costly.</summary>
internal sealed class RaceRunningException(string message) : Exception(message);
