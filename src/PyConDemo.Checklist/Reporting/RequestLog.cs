namespace PyConDemo.Checklist.Reporting;

/// <summary>The latest measured requests, in a ring buffer so that its memory is bounded. Thread-safe.</summary>
internal sealed class RequestLog(IOptions<ServerHealthChecklistOptions> options)
{
    // PostgreSQL may take two seconds for a plan. A client that asks earlier waits as long for the rules' results.
    private static readonly TimeSpan ResultTimeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Completion> _running = new();
    private readonly Lock _gate = new();
    private readonly MeasuredRequest?[] _ring = new MeasuredRequest?[options.Value.KeptRequests];
    private int _next;

    public void Add(MeasuredRequest request)
    {
        lock (_gate)
        {
            _ring[_next] = request;
            _next = (_next + 1) % _ring.Length;
        }
    }

    /// <summary>The checklist begins to measure this request.</summary>
    public void Start(string id, Completion completion) => _running[id] = completion;

    /// <summary>The request's results are final.</summary>
    public void Complete(string id)
    {
        if (_running.TryRemove(id, out var completion)) completion.Complete();
    }

    /// <summary>The request, as soon as its results are final; after two seconds, whatever is known.</summary>
    public async Task<MeasuredRequest?> FindAsync(string id)
    {
        if (_running.TryGetValue(id, out var completion))
            await Task.WhenAny(completion.Task, Task.Delay(ResultTimeout));
        return Find(id);
    }

    // A search without an index: programs add thousands of requests, and only people ask for one.
    public MeasuredRequest? Find(string id)
    {
        lock (_gate) return Array.Find(_ring, r => r?.Id == id);
    }

    public IReadOnlyList<MeasuredRequest> All()
    {
        lock (_gate) return [.. _ring[_next..].Concat(_ring[.._next]).OfType<MeasuredRequest>()];
    }
}

/// <summary>Tells when a request's results are final. Allocates a task only if somebody waits. Thread-safe.</summary>
internal sealed class Completion
{
    private static readonly TaskCompletionSource Completed = CreateCompleted();
    private TaskCompletionSource? _source;

    public Task Task
        => (Volatile.Read(ref _source) ?? Interlocked.CompareExchange(ref _source, Create(), null) ?? _source).Task;

    public void Complete() => Interlocked.Exchange(ref _source, Completed)?.TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource CreateCompleted()
    {
        var source = Create();
        source.SetResult();
        return source;
    }
}
