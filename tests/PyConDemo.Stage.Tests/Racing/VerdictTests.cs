using PyConDemo.Load;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Tests.Racing;

public class VerdictTests
{
    [Fact]
    public void A_win_is_told_in_sentences() => Assert.Equal(
        "At 3.0 requests/s, a load both can sustain, bad takes 132 ms and good 4.0 ms (p95). "
        + "Good is 33 times faster (99 % interval 29–37). "
        + "At 40 requests/s good still keeps up; bad answers only 1 in 7 in time (100 timed out). "
        + "Meanwhile an unrelated route (the bystander) slows from 4.0 ms to 310 ms next to bad, "
        + "and stays at 4.0 ms next to good (p95).",
        Verdict.Of(Reports.Race()));

    [Fact]
    public void A_third_lane_is_told_next_to_the_second() => Assert.Equal(
        "At 3.0 requests/s, a load all can sustain, bad takes 132 ms, good 4.0 ms and yours 130 ms (p95). "
        + "Good is 33 times faster than bad (99 % interval 29–37). "
        + "There is no difference between bad and yours (99 % interval 0.90–1.10). "
        + "At 40 requests/s good still keeps up; bad answers only 1 in 7 in time (100 timed out) "
        + "and yours answers only 1 in 7 in time (100 timed out). "
        + "Meanwhile an unrelated route (the bystander) slows from 4.0 ms to 310 ms next to bad "
        + "and to 310 ms next to yours, and stays at 4.0 ms next to good (p95).",
        Verdict.Of(Reports.RaceOfThree()));

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
            "At 3.0 requests/s, a load bad and good can sustain, bad takes 132 ms and good 4.0 ms (p95). "
            + "Good is 33 times faster than bad (99 % interval 29–37). Yours already fails 50 %. ",
            Verdict.Of(race), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lane_that_already_fails_has_no_ratio()
    {
        var race = Reports.Race();
        Assert.StartsWith(
            "Latencies are not compared: at 3.0 requests/s, half of what the slower lane can do, "
            + "bad already fails 50 % (60 × 503). At 40 requests/s ",
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

    [Theory]
    [InlineData(Claim.NoDifference, 1, 0.9, 1.1, "There is no difference between bad and good (99 % interval 0.90–1.10).")]
    [InlineData(Claim.Undecided, 1.5, 0.9, 2.5, "The race was too short to tell bad from good (99 % interval 0.90–2.5).")]
    [InlineData(Claim.SecondSlower, 0.5, 0.4, 0.6, "Good is 2.0 times slower (99 % interval 1.67–2.5).")]
    public void Other_claims_are_said_as_plainly(Claim claim, double ratio, double low, double high, string sentence)
        => Assert.Contains(
            $"(p95). {sentence} At 40", Verdict.Of(
                Reports.Race() with { Claim = claim, Compared = new(0.95, ratio, low, high) }), StringComparison.Ordinal);

    [Fact]
    public void Few_requests_are_compared_by_their_median() => Assert.Contains(
        "bad takes 132 ms and good 4.0 ms (median). Good is 30 times faster (99 % interval 27–34).",
        Verdict.Of(Reports.Race() with { Compared = Reports.Race().P50 }), StringComparison.Ordinal);

    [Fact]
    public void A_lead_comes_first_and_then_what_the_others_felt()
    {
        var verdict = Verdict.Of(Reports.Race(), lead: "Half are done within 1.0 s with bad.");
        Assert.StartsWith("Half are done within 1.0 s with bad. Meanwhile an unrelated route (the bystander) ", verdict,
            StringComparison.Ordinal);
        Assert.EndsWith("bad answers only 1 in 7 in time (100 timed out).", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_are_told_from_time_outs() => Assert.Contains(
        "bad answers only 1 in 7 in time (2 × 500, 1,412 × 503, 30 timed out, 4 broken off, 5 not sent). "
        + "Meanwhile an unrelated route (the bystander) slows from 4.0 ms to 310 ms next to bad (7 × 503), ",
        Verdict.Of(Reports.RaceWithRefusals()), StringComparison.Ordinal);

    /// <summary>A load that no lane fails under is not called an overload.</summary>
    [Fact]
    public void An_overload_that_was_none_is_called_by_what_it_was()
    {
        var race = Reports.Race();
        var good = race.Lanes[1].Overload!;
        Assert.Contains(
            "Both kept up at 40 requests/s as well, so no overload was seen. ",
            Verdict.Of(race with { Lanes = [race.Lanes[0] with { Overload = good }, race.Lanes[1]] }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "bad answers nothing in time")]
    [InlineData(120, 68, "43 % of bad's requests are unfinished at the end")]
    [InlineData(100, 68, "43 % of bad's requests fail or are unfinished at the end")]
    [InlineData(120, 13, "bad answers only 1 in 9 in time")]
    public void Unfinished_work_counts_where_failures_count(long answered, long inTime, string words)
    {
        var race = Reports.Race();
        var load = race.Lanes[0].Overload! with { Answered = answered, AnsweredInTime = inTime, TimedOut = 0 };
        var (bad, good) = (race.Lanes[0] with { Overload = load }, race.Lanes[1]);
        Assert.Contains(
            $"At 40 requests/s good still keeps up; {words}.", Verdict.Of(race with { Lanes = [bad, good] }),
            StringComparison.Ordinal);
        var both = Verdict.Of(race with { Lanes = [bad, good with { Overload = load }] });
        Assert.Contains($"At 40 requests/s neither keeps up: {words} and ", both, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bystander_with_too_few_requests_is_not_quoted()
    {
        var race = Reports.Race();
        Assert.DoesNotContain(
            "bystander", Verdict.Of(race with { BystanderAlone = new Percentiles(4, null, null, 5) }),
            StringComparison.Ordinal);
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
