using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace PyConDemo.Stage.Page;

/// <summary>The messages to the page, in order, kept for a reload or a second viewer. Thread-safe.</summary>
public sealed class EventLog
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private TaskCompletionSource _nextEntry = NewSignal();
    private long _lastId;
    private int _viewers;

    /// <summary>How many pages follow the log at the moment.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>Adds an event of the running race.</summary>
    public void Append(string type, object data) => Write(type, data, isState: false);

    /// <summary>Sets a state. It stays valid until the next message of its type.</summary>
    public void SetState(string type, object data) => Write(type, data, isState: true);

    /// <summary>Removes the last race's events, and keeps the states.</summary>
    public void ClearRace()
    {
        lock (_gate) _entries.RemoveAll(e => !e.IsState);
    }

    /// <summary>Returns all messages so far, and then each new one, until cancelled.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _viewers);
        try
        {
            long lastSent = 0;
            while (true)
            {
                Entry[] unsent;
                Task next;
                lock (_gate) (unsent, next) = ([.. _entries.Where(e => e.Id > lastSent)], _nextEntry.Task);
                foreach (var entry in unsent)
                {
                    yield return new SseItem<string>(entry.Json, entry.Type);
                    lastSent = entry.Id;
                }

                await next.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _viewers);
        }
    }

    private void Write(string type, object data, bool isState)
    {
        var json = JsonSerializer.Serialize(data, PageJson.Options);
        lock (_gate)
        {
            if (isState) _entries.RemoveAll(e => e.Type == type);
            _entries.Add(new Entry(++_lastId, type, json, isState));
            _nextEntry.SetResult();
            _nextEntry = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Entry(long Id, string Type, string Json, bool IsState);
}
