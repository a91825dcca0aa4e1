namespace PyConDemo.Checklist.Reporting;

/// <summary>The latest measured requests. Thread-safe; its memory is bounded.</summary>
internal sealed class RequestLog(IOptions<ServerHealthChecklistOptions> options)
{
    // PostgreSQL may take two seconds for a plan. A client that asks earlier waits as long for the rules' results.
    private static readonly TimeSpan ResultTimeout = TimeSpan.FromSeconds(2);

    // The requests whose results are not final. A source is created only if somebody waits.
    private readonly ConcurrentDictionary<RequestId, TaskCompletionSource?> _running = new();
    private readonly ConcurrentQueue<MeasuredRequest> _finished = new();

    public void Add(MeasuredRequest request)
    {
        _finished.Enqueue(request);
        if (_finished.Count > options.Value.KeptRequests) _finished.TryDequeue(out _);
    }

    /// <summary>Forgets the finished requests.</summary>
    public void Clear() => _finished.Clear();

    public void Start(RequestId id) => _running[id] = null;

    /// <summary>A request's results are final.</summary>
    public event Action<MeasuredRequest>? Completed;

    /// <param name="request">Null if the measurement failed.</param>
    public void Complete(RequestId id, MeasuredRequest? request = null)
    {
        if (request is not null) FailSafe.Run((Log: this, request), static x => x.Log.Completed?.Invoke(x.request));
        if (_running.TryRemove(id, out var waiting)) waiting?.TrySetResult();
    }

    /// <summary>Waits until the request's results are final, which can be after its client got the answer.</summary>
    public Task WaitAsync(RequestId id)
    {
        while (_running.TryGetValue(id, out var waiting))
        {
            if (waiting is not null) return waiting.Task;
            waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running.TryUpdate(id, waiting, comparisonValue: null)) return waiting.Task;
        }
        return Task.CompletedTask;
    }

    /// <summary>Waits for all requests that have started.</summary>
    /// <returns>The number of those that did not end in this time.</returns>
    public async Task<int> WaitAllAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var waits = _running.Keys.Select(WaitAsync).ToList();
        await Task.WhenAny(Task.WhenAll(waits), Task.Delay(timeout, cancellationToken));
        return waits.Count(wait => !wait.IsCompleted);
    }

    /// <summary>The request, as soon as its results are final; after two seconds, whatever is known.</summary>
    public async Task<MeasuredRequest?> FindAsync(string id)
    {
        if (RequestId.TryParse(id) is not { } known) return null;
        if (_running.ContainsKey(known)) await Task.WhenAny(WaitAsync(known), Task.Delay(ResultTimeout));
        return Find(known);
    }

    public MeasuredRequest? Find(string id) => RequestId.TryParse(id) is { } known ? Find(known) : null;

    // A search without an index: programs add thousands of requests, and only people ask for one.
    public MeasuredRequest? Find(RequestId id) => _finished.FirstOrDefault(r => r.RequestId == id);

    public IReadOnlyList<MeasuredRequest> All() => [.. _finished];
}
