using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Http;

namespace PyConDemo.Checklist;

internal sealed class ServerHealthChecklist(IOptions<ServerHealthChecklistOptions> options, RequestLog log, TimeProvider time)
    : IServerHealthChecklist
{
    public Exam Examine(string name = "") => new(name, options.Value.MaxShapes, time);

    public IReadOnlyList<RequestVitals> Requests => log.All();

    public RequestVitals? Find(string id) => log.Find(id);
}
