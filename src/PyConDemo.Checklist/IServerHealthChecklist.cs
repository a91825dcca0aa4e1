using System.Runtime.CompilerServices;

namespace PyConDemo.Checklist;

/// <summary>Examines what work costs. Thread-safe; one per application.</summary>
public interface IServerHealthChecklist
{
    /// <summary>
    /// Examines what the caller does from now on, and what it awaits or starts, until the exam is disposed.
    /// For tests and for work outside a request. Exams nest: an inner one's commands count in the outer ones too.
    /// </summary>
    /// <param name="name">What is examined, for people: a job's name. By default the calling method's.</param>
    Exam Examine([CallerMemberName] string name = "");

    /// <summary>The examined requests that are still remembered, oldest first.</summary>
    IReadOnlyList<RequestVitals> Requests { get; }

    /// <summary>The request that answered with this `Checklist-Request` header, or null when it is unknown or forgotten.</summary>
    RequestVitals? Find(string id);

    /// <summary>The same, but waits up to two seconds for a request that has answered and is still being judged.</summary>
    Task<RequestVitals?> FindAsync(string id);

    /// <summary>What the rules say about each examined route.</summary>
    IReadOnlyList<RouteHealth> Routes { get; }
}
