using Microsoft.Extensions.Time.Testing;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class BackgroundRetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(7, 60)]
    [InlineData(1_100, 60)] // 2^1100 is more than a double holds
    public async Task The_wait_after_failures_doubles_up_to_the_longest(int failures, int seconds)
    {
        var waits = await WaitsAsync(failures);

        Assert.Equal(failures, waits.Count);
        Assert.Equal(TimeSpan.FromSeconds(seconds), waits[^1]);
    }

    [Fact]
    public async Task Each_failure_is_reported_with_its_number()
    {
        var reported = new List<(int, string)>();
        await WaitsAsync(3, (failures, error) => reported.Add((failures, error.Message)));

        Assert.Equal([(1, "failure 1"), (2, "failure 2"), (3, "failure 3")], reported);
    }

    /// <summary>Lets the first attempts fail, and returns the waits between the attempts.</summary>
    private static Task<List<TimeSpan>> WaitsAsync(int failures, Action<int, Exception>? onFailure = null)
        // On a thread without a synchronization context, so that each attempt runs within Advance.
        => Task.Run(async () =>
        {
            var clock = new FakeTimeProvider();
            var retry = BackgroundRetry.Create(Second, TimeSpan.FromMinutes(1), clock, onFailure ?? ((_, _) => { }));
            var attempts = new List<DateTimeOffset>();
            var run = retry.ExecuteAsync(_ =>
            {
                attempts.Add(clock.GetUtcNow());
                return attempts.Count > failures
                    ? ValueTask.CompletedTask
                    : ValueTask.FromException(new InvalidOperationException($"failure {attempts.Count}"));
            }, Cancel).AsTask();

            while (!run.IsCompleted)
                clock.Advance(Second);

            await run;
            return attempts.Zip(attempts.Skip(1), (before, after) => after - before).ToList();
        }, Cancel);
}
