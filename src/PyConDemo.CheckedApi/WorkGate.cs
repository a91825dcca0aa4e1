using System.Collections.Concurrent;

namespace PyConDemo.CheckedApi;

/// <summary>Sees each piece of work that the API does, and can hold it: so a judge decides how long work takes.
/// Thread-safe.</summary>
internal sealed class WorkGate
{
    private readonly ConcurrentDictionary<long, string> _running = [];
    private readonly ConcurrentQueue<string> _done = [];
    private readonly ConcurrentDictionary<string, bool> _failing = [];
    private TaskCompletionSource _open = Opened();
    private long _number;
    private int _skip, _toHold;

    /// <summary>Holds the next works, until <see cref="Release"/>.</summary>
    /// <param name="skip">How many works may pass before.</param>
    /// <param name="count">How many works are held. All others pass.</param>
    public void Hold(int skip, int count)
    {
        Volatile.Write(ref _open, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _skip, skip);
        Volatile.Write(ref _toHold, count);
    }

    public void Release()
    {
        Volatile.Write(ref _toHold, 0);
        Volatile.Read(ref _open).TrySetResult();
    }

    /// <summary>Lets a work fail when it is next done.</summary>
    public void Fail(string name) => _failing[name] = true;

    public WorkSeen Seen() => new([.. _running.Values], [.. _done]);

    /// <summary>Does a work, when the gate lets it pass.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> workAsync, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        _running[number] = name;
        try
        {
            if (Interlocked.Decrement(ref _skip) < 0 && Interlocked.Decrement(ref _toHold) >= 0)
                await Volatile.Read(ref _open).Task.WaitAsync(cancellationToken);
            if (_failing.TryRemove(name, out _)) throw new InvalidOperationException("The judge lets this work fail.");
            var result = await workAsync();
            _done.Enqueue(name);
            return result;
        }
        finally
        {
            _running.TryRemove(number, out _);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}

/// <summary>The work that a process has done: jobs by their ids, or reports.</summary>
/// <param name="Running">What has begun and not ended.</param>
/// <param name="Done">What has ended, in this order.</param>
internal sealed record WorkSeen(IReadOnlyList<string> Running, IReadOnlyList<string> Done);
