using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PyConDemo.Stage.Page;

/// <summary>
/// What the page is told, in order, kept so that a reload or a second viewer sees the race from its start. Thread-safe.
/// </summary>
public sealed class Tape
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private TaskCompletionSource more = New();
    private long last;
    private int viewers;

    public int Viewers => Volatile.Read(ref viewers);

    /// <summary>An event of the running race.</summary>
    public void Add(string type, object data) => Write(type, data, lasting: false);

    /// <summary>Something that is true until the next of its type.</summary>
    public void Put(string type, object data) => Write(type, data, lasting: true);

    /// <summary>Forgets the last race's events.</summary>
    public void StartAnew()
    {
        lock (gate) entries.RemoveAll(e => !e.Lasting);
    }

    /// <summary>Everything so far, and then what comes, until cancelled.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        Interlocked.Increment(ref viewers);
        try
        {
            long seen = 0;
            while (true)
            {
                Entry[] news;
                Task next;
                lock (gate) (news, next) = ([.. entries.Where(e => e.Id > seen)], more.Task);
                foreach (var entry in news)
                {
                    yield return new SseItem<string>(entry.Json, entry.Type);
                    seen = entry.Id;
                }

                await next.WaitAsync(cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref viewers);
        }
    }

    private void Write(string type, object data, bool lasting)
    {
        var json = JsonSerializer.Serialize(data, PageJson.Options);
        TaskCompletionSource waiting;
        lock (gate)
        {
            if (lasting) entries.RemoveAll(e => e.Type == type);
            entries.Add(new Entry(++last, type, json, lasting));
            (waiting, more) = (more, New());
        }

        waiting.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Entry(long Id, string Type, string Json, bool Lasting);
}
