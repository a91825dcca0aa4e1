namespace PyConDemo.Checklist.Http;

/// <summary>Collects the requests that one measurement's clients send. Thread-safe.</summary>
/// <param name="recorder">The measurement's; it also counts what its requests cost.</param>
internal sealed class RequestTracker(Recorder recorder)
{
    // Requests may never end. This is longer than all the time limits of a plan together.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _requestIds = new();
    private readonly ConcurrentBag<Task> _completions = [];

    /// <summary>The value of the header <see cref="AccessPolicy.Header"/>; random, so only clients of this process know
    /// it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    public Recorder Recorder => recorder;

    /// <summary>The requests' ids, oldest first.</summary>
    public IEnumerable<string> RequestIds => _requestIds;

    /// <summary>A request arrived. The task ends when the rules have run for it, which can be after its client got the
    /// answer.</summary>
    public void Add(string requestId, Task completion)
    {
        _requestIds.Enqueue(requestId);
        _completions.Add(completion);
    }

    /// <summary>Waits until the rules have run for every request that arrived until now.</summary>
    /// <exception cref="TimeoutException">A request took more than twenty seconds.</exception>
    public Task WaitAsync() => Task.WhenAll(_completions).WaitAsync(Timeout);
}

/// <summary>The trackers of the measurements that run now.</summary>
internal sealed class RequestTrackers
{
    private readonly ConcurrentDictionary<string, RequestTracker> _trackers = new();

    // Every request asks for it, and the dictionary's own count would take all its locks.
    private volatile int _count;

    public bool Any => _count > 0;

    public void Add(RequestTracker tracker)
    {
        if (_trackers.TryAdd(tracker.Id, tracker)) Interlocked.Increment(ref _count);
    }

    public void Remove(RequestTracker tracker)
    {
        if (_trackers.TryRemove(tracker.Id, out _)) Interlocked.Decrement(ref _count);
    }

    public RequestTracker? Find(string id) => _trackers.GetValueOrDefault(id);
}
