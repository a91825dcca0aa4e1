using System.Diagnostics;
using PyConDemo.Stage.Measuring;
using PyConDemo.Stage.Page.Booth;

namespace PyConDemo.Stage.Tests.Page;

public class ChartTests
{
    private readonly long start = Stopwatch.GetTimestamp();

    [Fact]
    public void A_point_lies_where_its_requests_ended_however_late_they_are_told()
    {
        var series = new ChartSeries(0, start);
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

    private Shot Shot(double endMs, double latency, Outcome outcome = Outcome.Answered)
        => new(outcome, TimeSpan.FromMilliseconds(latency), 200, 1, start + (long)(endMs / 1000 * Stopwatch.Frequency));
}
