using System.Collections.Immutable;

namespace PyConDemo.Checklist.Http;

/// <summary>Collects the requests that one measurement's clients send. Thread-safe.</summary>
/// <param name="recorder">The measurement's; it also counts what its requests cost.</param>
internal sealed class RequestTracker(Recorder recorder)
{
    /// <summary>The value of <see cref="AccessPolicy.Header"/>. Only clients of this process know it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    public Recorder Recorder => recorder;

    /// <summary>Oldest first.</summary>
    public ConcurrentQueue<RequestId> RequestIds { get; } = new();
}

/// <summary>The trackers of the measurements that run now. Thread-safe.</summary>
internal sealed class RequestTrackers
{
    // They are immutable, because every request asks whether there are any, and that must not take a lock.
    private ImmutableDictionary<string, RequestTracker> _trackers = ImmutableDictionary<string, RequestTracker>.Empty;

    public bool Any => !_trackers.IsEmpty;

    public void Add(RequestTracker tracker) => ImmutableInterlocked.TryAdd(ref _trackers, tracker.Id, tracker);

    public void Remove(RequestTracker tracker) => ImmutableInterlocked.TryRemove(ref _trackers, tracker.Id, out _);

    public RequestTracker? Find(string id) => _trackers.GetValueOrDefault(id);
}
