using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Reporting;

/// <summary>The last measured requests: a ring, so its memory has a bound. Thread-safe.</summary>
internal sealed class RequestLog(IOptions<ServerHealthChecklistOptions> options)
{
    // A client may ask for a verdict that is a moment away; two seconds are what a plan may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Completion> _underway = new();
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

    /// <summary>A request is measured, and will be judged.</summary>
    public void Start(string id, Completion verdict) => _underway[id] = verdict;

    /// <summary>Nothing more will be said about it.</summary>
    public void Complete(string id)
    {
        if (_underway.TryRemove(id, out var verdict)) verdict.Complete();
    }

    /// <summary>The request, once its verdict is there.</summary>
    public async Task<MeasuredRequest?> FindAsync(string id)
    {
        if (_underway.TryGetValue(id, out var verdict)) await Task.WhenAny(verdict.Task, Task.Delay(Patience));
        return Find(id);
    }

    // Looked through, not looked up: requests are added by the thousand, and asked for by people.
    public MeasuredRequest? Find(string id)
    {
        lock (_gate) return Array.Find(_ring, r => r?.Id == id);
    }

    public IReadOnlyList<MeasuredRequest> All()
    {
        lock (_gate) return [.. _ring[_next..].Concat(_ring[.._next]).OfType<MeasuredRequest>()];
    }
}
