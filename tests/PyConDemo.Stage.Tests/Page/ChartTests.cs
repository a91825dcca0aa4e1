using System.Diagnostics;
using System.Text.Json.Nodes;
using PyConDemo.Load;
using PyConDemo.Stage.Page.Live;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Tests.Page;

public class ChartTests
{
    private readonly long _start = Stopwatch.GetTimestamp();

    [Fact]
    public void A_point_lies_where_its_requests_ended_however_late_they_are_added()
    {
        var series = new ChartSeries(0, _start);
        series.Add(Result(1_100, latency: 10));
        series.Add(Result(300, latency: 40));
        Assert.Equal([375, 1_125], series.TakeChanged().Select(p => p.At));
        Assert.Empty(series.TakeChanged());

        series.Add(Result(310, latency: 80, Outcome.TimedOut));
        var late = Assert.Single(series.TakeChanged()); // the whole bin again; the page replaces it
        Assert.Equal((375, 2, 1, 80), (late.At, late.Count, late.Failed, late.Max));
    }

    [Fact]
    public void A_lane_is_silent_only_while_it_is_under_load()
    {
        var metrics = new LaneMetrics();
        Assert.Equal((0, null, 0.0), (metrics.Read().Count, metrics.Read().P95, metrics.Read().SilentMs));
        metrics.SetLoading(loading: true);
        metrics.Add(Result(0, 5));
        Assert.Null(metrics.Read().P95); // of one request
        Assert.InRange(metrics.Read().P50!.Value, 4.9, 5.1);
        metrics.SetLoading(loading: false);
        Assert.Equal(0, metrics.Read().SilentMs);
    }

    [Fact]
    public void A_lane_tells_how_its_requests_failed()
    {
        var metrics = new LaneMetrics();
        metrics.Add(Result(0, 5));
        Assert.Null(metrics.Read().Failures);

        metrics.Add(Result(0, 5, Outcome.TimedOut));
        for (var i = 0; i < 3; i++) metrics.Add(Result(0, 5, Outcome.Refused) with { Status = 503 });
        Assert.Equal((4, "3 × 503, 1 timed out"), (metrics.Read().Failed, metrics.Read().Failures));
        Assert.InRange(metrics.Read().P50!.Value, 4.9, 5.1); // a failure counts as long as it took
    }

    [Fact]
    public void A_third_lane_has_its_own_series_and_numbers_next_to_the_bystander()
    {
        var messages = new List<(string Type, JsonNode Data)>();
        var observer = new RaceEventPublisher((type, data) => messages.Add((type, PageJson.Node(data)!)), _start);
        observer.OnRaceStarted("x", "X", ["bad", "good", "yours"], TimeSpan.Zero);
        observer.OnPhaseStarted(RacePhase.Sustained, 3, TimeSpan.Zero);
        for (var lane = 0; lane < 3; lane++) observer.OnResult(lane, Result(1_100, latency: 10 + lane));
        observer.OnBystanderResult(Result(1_100, latency: 1));
        observer.PublishPoints();
        var last = messages[^1].Data;
        Assert.Equal([(0, 10), (1, 11), (2, 1), (3, 12)],
            last["points"]!.AsArray().Select(p => ((int)p!["series"]!, (int)(double)p["p95"]!)));
        Assert.Equal([1, 1, 1], last["now"]!.AsArray().Select(n => (int)n!["count"]!));
        var phase = messages.Single(m => m.Type == "phase").Data;
        Assert.Contains("which all can sustain", (string?)phase["words"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_learns_whose_turn_it_is_and_that_a_lane_is_no_longer_under_load()
    {
        var turns = new List<JsonNode?>();
        var observer = new RaceEventPublisher(
            (type, data) => { if (type == "points") turns.Add(PageJson.Node(data)!["turn"]); }, _start);
        observer.OnRaceStarted("x", "X", ["bad", "good"], TimeSpan.Zero);
        observer.OnLaneLoad(1, loading: true);
        observer.PublishPoints();
        observer.OnLaneLoad(1, loading: false); // the server may still work
        observer.PublishPoints();
        observer.OnPhaseStarted(RacePhase.Overload, 3, TimeSpan.Zero); // publishes too
        observer.PublishPoints();
        Assert.Equal(
            ["1 true", "1 false", "1 false", ""], turns.Select(t => t is null ? "" : $"{t["lane"]} {t["loaded"]}"));
        Assert.All(turns.OfType<JsonNode>(), t => Assert.InRange((double)t["forMs"]!, 0, 60_000));
    }

    private RequestResult Result(double endMs, double latency, Outcome outcome = Outcome.Answered)
    {
        var end = _start + (long)(endMs / 1000 * Stopwatch.Frequency);
        return new(outcome, TimeSpan.FromMilliseconds(latency), 200, 1, end);
    }
}
