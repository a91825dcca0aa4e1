using System.Collections.Concurrent;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Evidence;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Replays;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Page.Live;

/// <summary>Runs one race, tells the tape, and keeps what it told.</summary>
internal sealed class RaceRecorder(string id, PageSettings page, RaceSettings settings, EventLog tape, ApiSession session)
{
    /// <summary>Two pictures a second look alive; a browser that draws more of them takes time from the machine that also makes the load.</summary>
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentQueue<ReplayEvent> _events = new();
    private RaceEventPublisher? _observer;

    public async Task<Replay> RunAsync(Race race, Pattern pattern, CancellationToken cancellationToken)
    {
        var server = new VitalsSampler(session.Client, settings.Lanes.Count);
        _observer = new RaceEventPublisher(Tell) { Server = server };
        Tell("started", new { id, pattern.Slug, pattern.Title, page.Thorough, timeoutMs = settings.Timeout.TotalMilliseconds });
        using var beating = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var side = Task.WhenAll(PublishPointsAsync(beating.Token), server.RunAsync(beating.Token));
        RaceResult result;
        try
        {
            result = await new RaceRunner(session.Client, settings, _observer).RunAsync(race, pattern, cancellationToken);
        }
        finally
        {
            await beating.CancelAsync();
            await side;
        }

        var facts = RunFactsReader.Read(session.Client.Target, session.Vitals, settings);
        Tell("ended", new { result, facts, page.Thorough, server = server.Peaks });
        var why = new EvidenceReader(session.Client).ReadAsync(race, pattern, Explained(pattern), null, cancellationToken);
        Tell("why", await why);
        var sources = await SourcePage.ReadAsync(session.Client, pattern.Slug, cancellationToken);
        return new Replay(Replay.CurrentSchema, id, facts, page.Thorough, result, [.. _events], PageJson.Node(pattern), PageJson.Node(sources));
    }

    /// <summary>The race's lanes, each once, but an attendee's own: it takes long to find its deep page.</summary>
    private PatternLane[] Explained(Pattern pattern)
        => [.. settings.Lanes.Distinct().Where(name => name != PatternLane.Yours).Select(pattern.Lane)];

    private async Task PublishPointsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RedrawInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken)) _observer!.Flush();
        }
        catch (OperationCanceledException)
        {
            // The race has ended.
        }
    }

    private void Tell(string type, object data)
    {
        _events.Enqueue(new(_observer?.Elapsed ?? 0, type, PageJson.Node(data)));
        tape.Append(type, data);
    }
}
