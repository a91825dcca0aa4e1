using Microsoft.Extensions.Options;

namespace PyConDemo.Checklist.Http;

/// <summary>The last examined requests: a ring, so its memory has a bound. Thread-safe.</summary>
internal sealed class RequestLog(IOptions<ServerHealthChecklistOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestVitals> _ring = new();
    private readonly Dictionary<string, RequestVitals> _byId = [];

    public void Add(RequestVitals request)
    {
        lock (_gate)
        {
            while (_ring.Count >= options.Value.KeptRequests) _byId.Remove(_ring.Dequeue().Id);
            _ring.Enqueue(_byId[request.Id] = request);
        }
    }

    public RequestVitals? Find(string id)
    {
        lock (_gate) return _byId.GetValueOrDefault(id);
    }

    public IReadOnlyList<RequestVitals> All()
    {
        lock (_gate) return [.. _ring];
    }
}
