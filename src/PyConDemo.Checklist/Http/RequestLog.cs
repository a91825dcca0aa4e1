using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace PyConDemo.Checklist.Http;

/// <summary>The last examined requests: a ring, so its memory has a bound. Thread-safe.</summary>
internal sealed class RequestLog(IOptions<ServerHealthChecklistOptions> options)
{
    // A client may ask for a verdict that is a moment away; two seconds are what a plan may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Verdict> _underway = new();
    private readonly Lock _gate = new();
    private readonly RequestVitals?[] _ring = new RequestVitals?[options.Value.KeptRequests];
    private int _next;

    public void Add(RequestVitals request)
    {
        lock (_gate)
        {
            _ring[_next] = request;
            _next = (_next + 1) % _ring.Length;
        }
    }

    /// <summary>A request is examined, and will be judged.</summary>
    public void Expect(string id, Verdict verdict) => _underway[id] = verdict;

    /// <summary>Nothing more will be said about it.</summary>
    public void Close(string id)
    {
        if (_underway.TryRemove(id, out var verdict)) verdict.Close();
    }

    /// <summary>The request, once its verdict is there.</summary>
    public async Task<RequestVitals?> FindAsync(string id)
    {
        if (_underway.TryGetValue(id, out var verdict)) await Task.WhenAny(verdict.Closed, Task.Delay(Patience));
        return Find(id);
    }

    // Looked through, not looked up: requests are added by the thousand, and asked for by people.
    public RequestVitals? Find(string id)
    {
        lock (_gate) return Array.Find(_ring, r => r?.Id == id);
    }

    public IReadOnlyList<RequestVitals> All()
    {
        lock (_gate) return [.. _ring[_next..].Concat(_ring[.._next]).OfType<RequestVitals>()];
    }
}
