using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class LineSeedProgressTests
{
    [Fact]
    public async Task Lines_tell_the_step_and_the_rows_also_while_nothing_is_loaded()
    {
        var (output, clock) = (new StringWriter(), new HandClock());
        var progress = new LineSeedProgress(output, clock);
        await progress.ShowAsync(10_000, () =>
        {
            progress.Begin("22-load-orders.sql");
            progress.Loaded(1_000);
            progress.Loaded(3_000);
            clock.Tick();
            progress.Loaded(6_000);
            progress.Begin("53-job-leases.sql");
            clock.Tick();
            return Task.CompletedTask;
        });

        Assert.Equal(
            [
                "Seeding: 10,000 rows …",
                "Seeding: orders, 4,000 of 10,000 rows are loaded",
                "Seeding: job leases, 10,000 of 10,000 rows are loaded",
                "Seeded 10,000 rows in 4.0 s.",
                "",
            ],
            output.ToString().Split(Environment.NewLine));
    }

    /// <summary>A clock that moves when it is told to, by two seconds.</summary>
    private sealed class HandClock : TimeProvider
    {
        private long _seconds;
        private Action _tick = () => { };

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds;

        public void Tick()
        {
            _seconds += 2;
            _tick();
        }

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), (dueTime, period));
            _tick = () => callback(state);
            return new Timer(_ => { });
        }
    }
}
