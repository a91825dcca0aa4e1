using System.Collections.Concurrent;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// The real work, which a test can hold: a claim that has begun stays in its first job until the test releases it.
/// </summary>
public sealed class HeldWork() : HashingWork(new RowLockingSettings())
{
    private volatile TaskCompletionSource _gate = Open();

    /// <summary>The jobs that have begun, in that order. A job may be in it more than once.</summary>
    public ConcurrentQueue<long> Begun { get; } = [];

    /// <summary>Jobs whose work always fails.</summary>
    public ConcurrentDictionary<long, bool> Poison { get; } = [];

    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _gate.TrySetResult();

    public override async ValueTask<string> DoAsync(Job job, CancellationToken cancellationToken)
    {
        Begun.Enqueue(job.Id);
        await _gate.Task.WaitAsync(cancellationToken);
        if (Poison.ContainsKey(job.Id)) throw new InvalidOperationException("This job is poison.");

        return await base.DoAsync(job, cancellationToken);
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
