using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Racing;

public class VerdictTests
{
    [Fact]
    public void A_win_is_told_in_plain_words() => Assert.Equal(
        "At 3.0/s, which both sustain, bad answers 95 % within 132 ms, good within 4.0 ms: 33× (29–37×). "
        + "At 40/s good still does; bad does not: it answers 1 in 6 (100 timed out); "
        + "the bystander's p95 is 4.0 ms alone, 310 ms next to bad, 4.0 ms next to good.",
        Reports.Race().Verdict);

    [Fact]
    public void A_third_lane_is_told_next_to_the_second() => Assert.Equal(
        "At 3.0/s, which all sustain, bad answers 95 % within 132 ms, good within 4.0 ms: 33× (29–37×); "
        + "yours within 130 ms: no difference (0.90–1.10×). "
        + "At 40/s good still does; bad and yours do not: bad: it answers 1 in 6 (100 timed out), "
        + "yours: it answers 1 in 6 (100 timed out); "
        + "the bystander's p95 is 4.0 ms alone, 310 ms next to bad, 4.0 ms next to good, 310 ms next to yours.",
        Reports.RaceOfThree().Verdict);

    [Fact]
    public void A_third_lane_that_fails_is_no_reason_to_hide_the_pair()
    {
        var race = Reports.RaceOfThree();
        var sustained = race.Lanes[2].Sustained! with { Answered = 60, Holds = false, Latency = null };
        var fails = race.Lanes[2] with { Sustained = sustained };
        race = race with
        {
            Lanes = [race.Lanes[0], race.Lanes[1], fails],
            Third = new("yours", null, null, null, null),
        };
        Assert.StartsWith(
            "At 3.0/s, which bad and good sustain, bad answers 95 % within 132 ms, good within 4.0 ms: 33× (29–37×); "
            + "yours already fails 50 %.",
            Verdict.Of(race), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_proven_is_no_difference() => Assert.Contains(
        "no difference (0.90–2.5×)",
        Verdict.Of(Reports.Race() with { Claim = Claim.NoDifference, Compared = new(0.95, 1.5, 0.9, 2.5) }),
        StringComparison.Ordinal);

    [Fact]
    public void The_other_direction_is_said_as_plainly() => Assert.Contains(
        "good is 2.0× slower (1.67–2.5×)",
        Verdict.Of(Reports.Race() with { Claim = Claim.SecondSlower, Compared = new(0.95, 0.5, 0.4, 0.6) }),
        StringComparison.Ordinal);

    [Fact]
    public void Few_requests_are_compared_by_their_median() => Assert.Contains(
        "bad answers half within 132 ms, good within 4.0 ms: 30× (27–34×)",
        Verdict.Of(Reports.Race() with { Compared = Reports.Race().P50 }), StringComparison.Ordinal);

    [Fact]
    public void Refusals_are_told_from_time_outs()
    {
        var race = Reports.RaceWithRefusals();
        Assert.Contains(
            "bad does not: it answers 1 in 6 (2 × 500, 1,412 × 503, 30 timed out, 4 broken off, 5 not sent); "
            + "the bystander's p95 is 4.0 ms alone, 310 ms next to bad (7 × 503), 4.0 ms next to good.",
            Verdict.Of(race), StringComparison.Ordinal);
        Assert.Contains(
            "bad already fails 50 % (60 × 503)",
            Verdict.Of(race with { Lanes = [Fails(race.Lanes[0]), race.Lanes[1]] }), StringComparison.Ordinal);

        static LaneResult Fails(LaneResult lane) => lane with
        {
            Sustained = lane.Sustained! with
            {
                Answered = 60,
                Holds = false,
                Latency = null,
                RefusedBy = new Dictionary<int, long> { [503] = 60 },
            },
        };
    }

    [Fact]
    public void A_race_of_an_earlier_version_has_one_status_for_all_refusals()
    {
        var load = Reports.Race().Lanes[0].Overload! with { Refused = 90, LastRefusal = 503, TimedOut = 10 };
        Assert.Equal("90 × 503, 10 timed out", load.Failures.InWords());
        Assert.Null(Reports.Race().Lanes[1].Overload!.Failures.InWords());
    }

    [Fact]
    public void A_refused_race_has_no_verdict()
        => Assert.Equal("No verdict: too late.", Verdict.Of(Reports.Race() with { Refused = "too late" }));
}
