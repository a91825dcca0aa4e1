using PyConDemo.Checklist.Http;

namespace PyConDemo.Checklist;

/// <summary>A running measurement. Thread-safe, but the method that started it must also dispose it.</summary>
public sealed class Measurement : IAsyncDisposable
{
    private readonly Recorder? _outer = Recorder.Current.Value;
    private readonly IDisposable _listener = CommandListener.Listen();
    private readonly ServerHealthChecklist _checklist;

    internal Measurement(
        string name, CallSites sites, int maxShapes, TimeProvider time, ServerHealthChecklist checklist)
    {
        (Name, _checklist) = (name, checklist);
        Recorder = new Recorder(() => name, id: null, sites, _outer, maxShapes, time);
        Tracker = new RequestTracker(Recorder);
        Recorder.Current.Value = Recorder;
    }

    /// <summary>The name that messages use for the measured work.</summary>
    public string Name { get; }

    /// <summary>The cost until now or the measurement's end, with the requests of tracked clients.</summary>
    public SqlVitals Vitals => Recorder.Snapshot();

    /// <summary>The requests of tracked clients that are still remembered, oldest first.</summary>
    public IReadOnlyList<MeasuredRequest> Requests
        => [.. Tracker.RequestIds.Select(id => _checklist.Find($"{id}")).OfType<MeasuredRequest>()];

    internal Recorder Recorder { get; }

    internal RequestTracker Tracker { get; }

    /// <summary>Measures every request that this client sends to this process, also outside Development.</summary>
    /// <returns>The same client.</returns>
    public HttpClient Track(HttpClient client)
    {
        client.DefaultRequestHeaders.Remove(AccessPolicy.Header);
        client.DefaultRequestHeaders.Add(AccessPolicy.Header, Tracker.Id);
        return client;
    }

    /// <summary>Runs the six rules on the measured code and on each tracked request.</summary>
    /// <remarks>The rules may need query plans. The checklist waits for them, on connections of its own.</remarks>
    /// <exception cref="TimeoutException">A tracked request did not end within twenty seconds.</exception>
    public Task<IReadOnlyList<RuleResult>> CheckAsync() => _checklist.CheckAsync(this);

    /// <summary>Passes if no rule is broken.</summary>
    /// <exception cref="UnhealthyException">A rule is broken. The message contains the evidence.</exception>
    /// <exception cref="TimeoutException">A tracked request did not end within twenty seconds.</exception>
    public async Task AssertHealthyAsync() => ThrowIfUnhealthy(await CheckAsync());

    /// <summary>Passes if the measured code breaks no rule. Uses only the query plans that are already known.</summary>
    /// <exception cref="UnhealthyException">A rule is broken. The message contains the evidence.</exception>
    /// <exception cref="InvalidOperationException">The measurement tracks requests and must wait for them: call
    /// <see cref="AssertHealthyAsync"/>.</exception>
    public void AssertHealthy()
    {
        if (!Tracker.RequestIds.IsEmpty)
            throw new InvalidOperationException("This measurement tracks requests: await AssertHealthyAsync().");
        ThrowIfUnhealthy(_checklist.CheckNow(this));
    }

    /// <summary>Passes if the cost is within these limits; null means no limit.</summary>
    /// <exception cref="UnhealthyException">A cost is over its limit, or rows have a limit and some commands' rows were
    /// not seen. The message lists the statements.</exception>
    public void AssertAtMost(long? commands = null, long? rowsRead = null, long? rowsAffected = null)
    {
        var vitals = Vitals;
        var excesses = new[]
        {
            Excess("commands", vitals.Commands, commands),
            Excess("rows read", vitals.RowsRead, rowsRead),
            Excess("rows affected", vitals.RowsAffected, rowsAffected),
        }.OfType<string>().ToList();
        // Rows that were not seen must not count as zero.
        if ((rowsRead ?? rowsAffected) is not null && vitals.Unseen > 0)
        {
            excesses.Add($"the rows of {vitals.Unseen} commands were not seen: "
                + "call UseServerHealthChecklist() on the data source's builder");
        }

        if (excesses.Count > 0) throw UnhealthyException.OverLimit(Name, excesses, vitals.Shapes);
    }

    /// <summary>Ends the measurement. Work that it started and that still runs no longer counts.</summary>
    public ValueTask DisposeAsync()
    {
        // This method must not be async: an async method undoes its changes to an AsyncLocal when it returns.
        Recorder.Close();
        _listener.Dispose();
        _checklist.Remove(this);
        if (ReferenceEquals(Recorder.Current.Value, Recorder)) Recorder.Current.Value = _outer;
        return ValueTask.CompletedTask;
    }

    private void ThrowIfUnhealthy(IReadOnlyList<RuleResult> results)
    {
        var findings = results.Where(r => r.State == HealthState.Unhealthy).Select(r => r.Finding!).ToList();
        if (findings.Count > 0) throw UnhealthyException.Broken(Name, findings);
    }

    private static string? Excess(string what, long cost, long? limit)
        => cost > limit ? FormattableString.Invariant($"{cost} {what}, at most {limit} were allowed") : null;
}
