using System.Collections.Concurrent;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist;

/// <summary>A measurement that is under way. Thread-safe, except that who opened it disposes it, in the same method.</summary>
public sealed class Measurement : IAsyncDisposable
{
    private readonly Recorder? _before = CurrentRecorder.Value;
    private readonly IDisposable _listening = CommandListener.Listen();
    private readonly ServerHealthChecklist _checklist;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentBag<Task> _verdicts = [];

    internal Measurement(string name, int maxShapes, TimeProvider time, ServerHealthChecklist checklist)
    {
        (Name, _checklist) = (name, checklist);
        CurrentRecorder.Value = Recorder = new Recorder(name, id: null, outer: _before, maxShapes, time);
    }

    /// <summary>What is measured, for people.</summary>
    public string Name { get; }

    /// <summary>What it has cost until now, or until the measurement's end; the requests included that it sent.</summary>
    public SqlVitals Vitals => Recorder.Snapshot();

    /// <summary>Requests of a client that <see cref="Track"/> got, oldest first, as far as they are still remembered.</summary>
    public IReadOnlyList<MeasuredRequest> Requests => [.. _requests.Select(id => _checklist.Find(id)).OfType<MeasuredRequest>()];

    internal string Id { get; } = Guid.NewGuid().ToString("n");
    internal Recorder Recorder { get; }

    /// <summary>Measures what this client asks the application for, wherever it is served in this process, also outside Development.</summary>
    /// <returns>The same client.</returns>
    public HttpClient Track(HttpClient client)
    {
        client.DefaultRequestHeaders.Remove(AccessPolicy.Header);
        client.DefaultRequestHeaders.Add(AccessPolicy.Header, Id);
        return client;
    }

    /// <summary>What the six rules say about the measurement itself and about each request that it followed.</summary>
    /// <remarks>Waits for the plans that the rules need, so it opens connections of its own.</remarks>
    public Task<IReadOnlyList<RuleResult>> CheckAsync() => _checklist.Check(this);

    /// <summary>Passes when no rule is broken.</summary>
    /// <exception cref="UnhealthyException">One is; the message holds all the evidence.</exception>
    public async Task AssertHealthyAsync()
    {
        var broken = (await CheckAsync()).Where(r => r.State == HealthState.Unhealthy).ToList();
        if (broken.Count > 0) throw new UnhealthyException(Name, [.. broken.Select(r => r.Finding!)]);
    }

    /// <summary>Passes when no rule is broken by the measured code itself, as far as is known now, without plans.</summary>
    /// <exception cref="UnhealthyException">One is; the message holds all the evidence.</exception>
    /// <exception cref="InvalidOperationException">The measurement follows requests, whose end must be awaited: use <see cref="AssertHealthyAsync"/>.</exception>
    public void AssertHealthy()
    {
        if (!_verdicts.IsEmpty) throw new InvalidOperationException("This measurement follows requests: await AssertHealthyAsync().");
        var broken = _checklist.CheckNow(this).Where(r => r.State == HealthState.Unhealthy).ToList();
        if (broken.Count > 0) throw new UnhealthyException(Name, [.. broken.Select(r => r.Finding!)]);
    }

    /// <summary>Passes when it cost no more than this; null leaves a cost open.</summary>
    /// <exception cref="UnhealthyException">It cost more; the message holds the shapes.</exception>
    public void AssertAtMost(long? commands = null, long? rowsRead = null, long? rowsAffected = null)
        => Budget.Check(Name, Vitals, commands, rowsRead, rowsAffected);

    /// <summary>Ends the measurement: what its code still runs in the background counts no more.</summary>
    /// <remarks>Not an async method: what those set in an AsyncLocal is undone when they return.</remarks>
    public ValueTask DisposeAsync()
    {
        Recorder.Close();
        _listening.Dispose();
        _checklist.Remove(this);
        if (ReferenceEquals(CurrentRecorder.Value, Recorder)) CurrentRecorder.Value = _before;
        return ValueTask.CompletedTask;
    }

    /// <summary>A followed request came in; its verdict ends the task. Its client may have the answer before.</summary>
    internal void AddRequest(string requestId, Task verdict)
    {
        _requests.Enqueue(requestId);
        _verdicts.Add(verdict);
    }

    // Twenty seconds: more than a plan's own limits add up to, for requests that never end.
    internal Task Verdicts => Task.WhenAll(_verdicts).WaitAsync(TimeSpan.FromSeconds(20));
}
