using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class LimitedReadingTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly TaskCompletionSource<string?> _database = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;

    [Fact]
    public async Task It_gives_the_value_that_comes_in_time()
    {
        var reading = new LimitedReading<string>(Long, () => Task.FromResult<string?>($"{++_attempts}"));
        Assert.Equal("1", await reading.TryReadAsync());
        Assert.Equal("2", await reading.TryReadAsync());
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_an_attempt()
    {
        var reading = new LimitedReading<string>(Long, AttemptAsync);
        var callers = Enumerable.Range(0, 100).Select(_ => reading.TryReadAsync()).ToList();
        _database.SetResult("value");

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal("value", value));
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task A_database_that_hangs_gets_one_attempt_and_every_caller_gets_null()
    {
        var reading = new LimitedReading<string>(Short, AttemptAsync);
        for (var caller = 0; caller < 5; caller++) Assert.Null(await reading.TryReadAsync());

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task A_value_that_comes_late_is_given_to_nobody()
    {
        var reading = new LimitedReading<string>(Short, AttemptAsync);
        Assert.Null(await reading.TryReadAsync());
        await _begun.Task;
        await Task.Delay(2 * Short, TestContext.Current.CancellationToken);
        var joined = reading.TryReadAsync();
        _database.SetResult("old");

        Assert.Null(await joined);
    }

    [Fact]
    public async Task After_an_error_the_next_caller_makes_a_new_attempt()
    {
        var reading = new LimitedReading<string>(Long, () => ++_attempts == 1
            ? throw new InvalidOperationException("The database is gone.")
            : Task.FromResult<string?>("value"));

        Assert.Null(await reading.TryReadAsync());
        Assert.Equal("value", await reading.TryReadAsync());
    }

    private Task<string?> AttemptAsync()
    {
        Interlocked.Increment(ref _attempts);
        _begun.TrySetResult();
        return _database.Task;
    }
}
