using System.Runtime.CompilerServices;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist;

/// <summary>Measures what work costs. Thread-safe; one per application.</summary>
public interface IServerHealthChecklist
{
    /// <summary>
    /// Measures what the caller does from now on, and what it awaits or starts, until the measurement is disposed.
    /// For tests and for work outside a request. Measurements nest: an inner one's commands count in the outer ones too.
    /// </summary>
    /// <param name="name">What is measured, for people: a job's name. By default the calling method's.</param>
    Measurement Measure([CallerMemberName] string name = "");

    /// <summary>The measured requests that are still remembered, oldest first.</summary>
    IReadOnlyList<MeasuredRequest> Requests { get; }

    /// <summary>The request that answered with this `Checklist-Request` header, or null when it is unknown or forgotten.</summary>
    MeasuredRequest? Find(string id);

    /// <summary>The same, but waits up to two seconds for a request that has answered and is still being judged.</summary>
    Task<MeasuredRequest?> FindAsync(string id);

    /// <summary>What the rules say about each measured route.</summary>
    IReadOnlyList<RouteHealth> Routes { get; }
}
