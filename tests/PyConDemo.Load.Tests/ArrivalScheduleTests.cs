using System.Diagnostics;

namespace PyConDemo.Load.Tests;

[Collection<ClockWork>]
public class ArrivalScheduleTests
{
    [Fact]
    public void The_intended_moment_is_never_in_the_future()
    {
        var schedule = new ArrivalSchedule(700);
        for (var i = 0; i < 200; i++)
        {
            var intended = schedule.WaitFor(i, TestContext.Current.CancellationToken);
            Assert.NotNull(intended);
            Assert.True(intended <= Stopwatch.GetTimestamp());
            Assert.True(intended <= schedule.DueAt(i), "a wake-up that was late moved the intended moment");
        }
    }

    [Fact]
    public void A_late_sender_keeps_the_moments_that_it_missed()
    {
        var schedule = new ArrivalSchedule(1_000_000);
        schedule.WaitFor(5_000, TestContext.Current.CancellationToken);
        Assert.Equal(schedule.DueAt(10), schedule.WaitFor(10, TestContext.Current.CancellationToken));
    }
}
