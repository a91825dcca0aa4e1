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
    public void A_point_lies_where_its_requests_ended_however_late_they_are_told()
    {
        var series = new ChartSeries(0, _start);
        series.Add(Shot(1_100, latency: 10));
        series.Add(Shot(300, latency: 40));
        Assert.Equal([375, 1_125], series.News().Select(p => p.At));
        Assert.Empty(series.News());

        series.Add(Shot(310, latency: 80, Outcome.TimedOut));
        var late = Assert.Single(series.News()); // the whole bin again, so that the page replaces it
        Assert.Equal((375, 2, 1, 80), (late.At, late.Count, late.Failed, late.Max));
    }

    [Fact]
    public void A_lane_is_silent_only_while_it_is_under_load()
    {
        var now = new LaneNow();
        Assert.Equal((0, null, 0.0), (now.Read().Count, now.Read().P95, now.Read().SilentMs));
        now.Load(loading: true);
        now.Add(Shot(0, 5));
        Assert.InRange(now.Read().P95!.Value, 4.9, 5.1);
        now.Load(loading: false);
        Assert.Equal(0, now.Read().SilentMs);
    }

    [Fact]
    public void A_third_lane_has_a_series_and_numbers_of_its_own_beside_the_bystander()
    {
        var told = new List<(string Type, JsonNode Data)>();
        var observer = new RaceEventPublisher((type, data) => told.Add((type, PageJson.Node(data)!)));
        observer.OnRaceStarted("x", "X", ["bad", "good", "yours"], TimeSpan.Zero);
        observer.OnPhaseStarted(RacePhase.Sustained, 3);
        for (var lane = 0; lane < 3; lane++) observer.OnResult(lane, Shot(1_100, latency: 10 + lane));
        observer.OnBystanderResult(Shot(1_100, latency: 1));
        observer.Flush();
        var last = told[^1].Data;
        Assert.Equal([(0, 10), (1, 11), (2, 1), (3, 12)], last["points"]!.AsArray().Select(p => ((int)p!["series"]!, (int)(double)p["p95"]!)));
        Assert.Equal([1, 1, 1], last["now"]!.AsArray().Select(n => (int)n!["count"]!));
        Assert.Contains("which all sustain", (string?)told.Single(t => t.Type == "phase").Data["words"], StringComparison.Ordinal);
    }

    private RequestResult Shot(double endMs, double latency, Outcome outcome = Outcome.Answered)
        => new(outcome, TimeSpan.FromMilliseconds(latency), 200, 1, _start + (long)(endMs / 1000 * Stopwatch.Frequency));
}
