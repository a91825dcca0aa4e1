using System.Collections.Concurrent;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Evidence;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.Page.Live;

/// <summary>One race for the page, from its start to the replay that can be saved.</summary>
internal sealed class PageRace(string id, PageSettings page, RaceSettings settings, EventLog log, ApiSession session)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<ReplayEvent> _events = new();

    public async Task<Replay> RunAsync(Race race, Pattern pattern, CancellationToken cancellationToken)
    {
        var timeoutMs = settings.Timeout.TotalMilliseconds;
        Publish("started", new RaceStarted(id, pattern.Slug, pattern.Title, page.Thorough, timeoutMs));
        var vitals = new VitalsSampler(session.Client, settings.Lanes.Count);
        var result = await MeasureAsync(race, pattern, vitals, cancellationToken);
        var facts = RunFacts.Of(session.Client.Target, session.Vitals, settings);
        Publish("ended", new RaceEnded(result, facts, page.Thorough, vitals.Peaks));
        log.Append("table", RaceTable.Of(result)); // a replay makes it anew

        SentRequest[] sent = [.. result.Lanes.DistinctBy(l => l.Name).Select(l => SentRequest.Of(pattern, l))];
        var evidence = await new EvidenceReader(session.Client)
            .ReadAsync(race, pattern, sent, null, cancellationToken);
        Publish("why", evidence);

        var sources = await SourceAnswer.ReadAsync(session.Client, pattern.Slug, cancellationToken);
        return new Replay(Replay.CurrentSchema, id, facts, page.Thorough, result, [.. _events],
            new ReplayPattern(pattern.Slug), sources is null ? null : new ReplaySources(sources.Lanes));
    }

    private async Task<RaceResult> MeasureAsync(
        Race race, Pattern pattern, VitalsSampler vitals, CancellationToken cancellationToken)
    {
        var publisher = new RaceEventPublisher(Publish, _start, vitals);
        using var untilEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var meanwhile = Task.WhenAll(
            publisher.PublishAtIntervalsAsync(untilEnd.Token), vitals.RunAsync(untilEnd.Token));
        try
        {
            return await new RaceRunner(session.Client, settings, publisher).RunAsync(race, pattern, cancellationToken);
        }
        finally
        {
            await untilEnd.CancelAsync();
            await meanwhile;
        }
    }

    /// <summary>Writes a message to the event log, and keeps it for the replay. Thread-safe.</summary>
    private void Publish(string type, object data)
    {
        var at = Math.Round(Stopwatch.GetElapsedTime(_start).TotalMilliseconds, 1);
        _events.Enqueue(new(at, type, PageJson.Node(data)));
        log.Append(type, data);
    }
}
