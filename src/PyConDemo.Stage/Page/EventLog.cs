using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Page;

/// <summary>
/// What the page is told, in order, kept so that a reload or a second viewer sees the race from its start. Thread-safe.
/// </summary>
public sealed class EventLog
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private TaskCompletionSource _more = New();
    private long _last;
    private int _viewers;

    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>An event of the running race.</summary>
    public void Append(string type, object data) => Write(type, data, lasting: false);

    /// <summary>Something that is true until the next of its type.</summary>
    public void SetState(string type, object data) => Write(type, data, lasting: true);

    /// <summary>Forgets the last race's events.</summary>
    public void ClearRace()
    {
        lock (_gate) _entries.RemoveAll(e => !e.IsState);
    }

    /// <summary>Everything so far, and then what comes, until cancelled.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _viewers);
        try
        {
            long seen = 0;
            while (true)
            {
                Entry[] news;
                Task next;
                lock (_gate) (news, next) = ([.. _entries.Where(e => e.Id > seen)], _more.Task);
                foreach (var entry in news)
                {
                    yield return new SseItem<string>(entry.Json, entry.Type);
                    seen = entry.Id;
                }

                await next.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _viewers);
        }
    }

    private void Write(string type, object data, bool lasting)
    {
        var json = JsonSerializer.Serialize(data, PageJson.Options);
        TaskCompletionSource waiting;
        lock (_gate)
        {
            if (lasting) _entries.RemoveAll(e => e.Type == type);
            _entries.Add(new Entry(++_last, type, json, lasting));
            (waiting, _more) = (_more, New());
        }

        waiting.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Entry(long Id, string Type, string Json, bool IsState);
}
