using PyConDemo.Load;
using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Tests.Racing;

public class ThroughputTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public void It_is_answers_per_second_over_all_blocks()
    {
        var throughput = Of(clients: 8, answered: 30, timedOut: 0);
        throughput.Add(Load(answered: 10, timedOut: 0, TimeSpan.FromSeconds(3)));
        Assert.Equal(8, throughput.PerSecond);
    }

    [Theory]
    [InlineData(8, 0, 8, true)]
    [InlineData(8, 4, 4, true)]
    [InlineData(8, 5, 4, false)]
    [InlineData(1, 0, 1, false)] // one alone is the last word
    public void Clients_that_keep_each_other_past_the_time_out_measure_nothing(
        int clients, int answered, int timedOut, bool overloaded)
        => Assert.Equal(overloaded, Of(clients, answered, timedOut).IsOverloaded);

    [Fact]
    public void A_lane_too_slow_for_one_answer_has_a_capacity_below_one_per_block()
        => Assert.Equal(0.25, Of(clients: 1, answered: 0, timedOut: 1).PerSecond);

    private static Throughput Of(int clients, int answered, int timedOut)
    {
        var throughput = new Throughput(clients);
        throughput.Add(Load(answered, timedOut, TimeSpan.FromSeconds(2)));
        return throughput;
    }

    private static LoadResult Load(int answered, int timedOut, TimeSpan took)
    {
        var metrics = new RequestMetrics(Timeout);
        for (var i = 0; i < answered + timedOut; i++)
        {
            var outcome = i < answered ? Outcome.Answered : Outcome.TimedOut;
            metrics.Add(new RequestResult { Outcome = outcome }, loadEnds: 0);
        }

        return new(metrics, new Latencies(), took);
    }
}
