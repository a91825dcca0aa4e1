using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace PyConDemo.Checklist.Http;

/// <summary>The last examined requests: a ring, so its memory has a bound. Thread-safe.</summary>
internal sealed class RequestLog(IOptions<ServerHealthChecklistOptions> options)
{
    // A client may ask for a verdict that is a moment away; two seconds are what a plan may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Task> _underway = new();
    private readonly Lock _gate = new();
    private readonly Queue<string> _ring = new();
    private readonly Dictionary<string, RequestVitals> _byId = [];

    private readonly int _limit = options.Value.KeptRequests;

    public void Add(RequestVitals request)
    {
        lock (_gate)
        {
            while (_ring.Count >= _limit) _byId.Remove(_ring.Dequeue());
            _ring.Enqueue(request.Id);
            _byId[request.Id] = request;
        }
    }

    /// <summary>The request was judged anew; one that is forgotten by now stays so.</summary>
    public void Replace(RequestVitals request)
    {
        lock (_gate)
            if (_byId.ContainsKey(request.Id)) _byId[request.Id] = request;
    }

    /// <summary>A request is examined; the task ends with its last verdict.</summary>
    public void Expect(string id, Task judged)
    {
        _underway[id] = judged;
        _ = judged.ContinueWith(_ => _underway.TryRemove(id, out var _), TaskScheduler.Default);
    }

    /// <summary>The request, once its verdict is there.</summary>
    public async Task<RequestVitals?> FindAsync(string id)
    {
        if (_underway.TryGetValue(id, out var judged)) await Task.WhenAny(judged, Task.Delay(Patience));
        return Find(id);
    }

    public RequestVitals? Find(string id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id);
    }

    public IReadOnlyList<RequestVitals> All()
    {
        lock (_gate) return [.. _ring.Select(id => _byId[id])];
    }
}
