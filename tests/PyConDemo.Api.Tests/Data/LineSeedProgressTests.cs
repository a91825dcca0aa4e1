using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class LineSeedProgressTests
{
    [Fact]
    public async Task Lines_tell_rows_rate_and_time_left()
    {
        var (output, clock) = (new StringWriter(), new HandClock());
        var progress = new LineSeedProgress(output, clock);
        await progress.ShowAsync(10_000, () =>
        {
            progress.Begin("22-load-orders.sql");
            progress.Loaded(1_000);
            clock.Seconds = 4;
            progress.Loaded(3_000);
            return Task.CompletedTask;
        });

        Assert.Equal(
            ["Seeding: 22-load-orders.sql", "Seeding: 4,000 of 10,000 rows, 1,000 rows/s, 6 s left", "Seeded 10,000 rows in 4.0 s.", ""],
            output.ToString().Split(Environment.NewLine));
    }

    private sealed class HandClock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
