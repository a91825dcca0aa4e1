using System.Collections.Immutable;

namespace PyConDemo.Checklist.Http;

/// <summary>Collects the requests that one measurement's clients send. Thread-safe.</summary>
/// <param name="recorder">The measurement's; it also counts what its requests cost.</param>
internal sealed class RequestTracker(Recorder recorder)
{
    // Requests may never end. This is longer than all the time limits of a plan together.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<(string Id, Task Completion)> _requests = new();

    /// <summary>The value of the header <see cref="AccessPolicy.Header"/>; random, so only clients of this process know
    /// it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    public Recorder Recorder => recorder;

    /// <summary>The requests' ids, oldest first.</summary>
    public IEnumerable<string> RequestIds => _requests.Select(r => r.Id);

    /// <summary>A request arrived. The task ends when the rules have run for it, which can be after its client got the
    /// answer.</summary>
    public void Add(string requestId, Task completion) => _requests.Enqueue((requestId, completion));

    /// <summary>Waits until the rules have run for every request that arrived until now.</summary>
    /// <exception cref="TimeoutException">A request took more than twenty seconds.</exception>
    public Task WaitAsync() => Task.WhenAll(_requests.Select(r => r.Completion)).WaitAsync(Timeout);
}

/// <summary>The trackers of the measurements that run now. Thread-safe.</summary>
internal sealed class RequestTrackers
{
    // Immutable, because every request asks whether there are any, and that must not take a lock.
    private ImmutableDictionary<string, RequestTracker> _trackers = ImmutableDictionary<string, RequestTracker>.Empty;

    public bool Any => !_trackers.IsEmpty;

    public void Add(RequestTracker tracker) => ImmutableInterlocked.TryAdd(ref _trackers, tracker.Id, tracker);

    public void Remove(RequestTracker tracker) => ImmutableInterlocked.TryRemove(ref _trackers, tracker.Id, out _);

    public RequestTracker? Find(string id) => _trackers.GetValueOrDefault(id);
}
