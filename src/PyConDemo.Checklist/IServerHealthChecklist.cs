namespace PyConDemo.Checklist;

/// <summary>Measures what work costs the database, and checks it against the six rules. Thread-safe; a
/// singleton.</summary>
public interface IServerHealthChecklist
{
    /// <summary>Measures everything that the caller does from now on, including what it awaits or starts, until the
    /// measurement is disposed. Use it in tests and for work outside a request. Measurements nest: an inner one's
    /// commands also count in the outer ones.</summary>
    /// <param name="name">The name of the measured work in messages; by default, the calling method's name.</param>
    Measurement Measure([CallerMemberName] string name = "");

    /// <summary>The latest measured requests, oldest first. `KeptRequests` limits their number.</summary>
    IReadOnlyList<MeasuredRequest> Requests { get; }

    /// <summary>Finds a request by the value of its answer's `Checklist-Request` header.</summary>
    /// <returns>Null if the id is unknown, the request is no longer remembered, or it is still running.</returns>
    MeasuredRequest? Find(string id);

    /// <summary>Like <see cref="Find"/>, but waits up to two seconds for the rules' results.</summary>
    Task<MeasuredRequest?> FindAsync(string id);

    /// <summary>The rules' results for each measured route.</summary>
    IReadOnlyList<RouteHealth> Routes { get; }
}
