using System.Collections.Concurrent;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Writes a race's messages to the event log, and keeps them for the replay. Thread-safe.</summary>
internal sealed class RaceRecorder(EventLog log)
{
    private readonly ConcurrentQueue<ReplayEvent> _events = new();

    /// <summary>The race's start, a timestamp of <see cref="Stopwatch"/>.</summary>
    public long Start { get; } = Stopwatch.GetTimestamp();

    public IReadOnlyList<ReplayEvent> Events => [.. _events];

    public void Publish(string type, object data)
    {
        var at = Math.Round(Stopwatch.GetElapsedTime(Start).TotalMilliseconds, 1);
        _events.Enqueue(new(at, type, PageJson.Node(data)));
        log.Append(type, data);
    }
}
