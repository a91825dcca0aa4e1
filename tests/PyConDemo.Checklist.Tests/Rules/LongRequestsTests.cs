using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>The clock is a fake that only the handlers advance.</summary>
public sealed class LongRequestsTests(TestDatabase db) : RuleTests(db, HealthRules.LongRequests)
{
    // Five for the process's warm-up, then five for the median.
    private const int Enough = 10;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Found_before_the_first_byte()
    {
        var finding = await ExpectFinding(Case(c => Work(c, 60)));
        Assert.Equal((60, "ms"), (finding.Amount, finding.Unit));
    }

    [Fact]
    public Task Found_without_a_body() => ExpectFinding(Case(c => Empty(c, 204)) with { Method = "POST" });

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(304)]
    public async Task Not_seen_if_it_may_be_a_long_poll(int status)
    {
        var result = await EvaluateAsync(Case(c => Empty(c, status)) with { AnyStatus = true });
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("it may be a long poll", result.Note, StringComparison.Ordinal);
    }

    // Integration tests register such a clock. The sleep is longer than the threshold of 50 ms.
    [Fact]
    public Task Found_if_the_program_has_a_clock_that_stands_still() => ExpectFinding(new(async c =>
    {
        await Task.Delay(100, c.Cancel);
        await c.Http.Response.WriteAsync("done", c.Cancel);
    })
    {
        Requests = Enough,
        Build = b => b.Services.AddSingleton<TimeProvider>(_time),
    });

    [Fact]
    public async Task Found_between_two_commands()
    {
        var finding = await ExpectFinding(Case(async c =>
        {
            await c.Read("SELECT 1");
            Pass(70);
            await c.Read("SELECT 1");
            await c.Http.Response.WriteAsync("done", c.Cancel);
        }));
        Assert.Equal(70, finding.Amount);
        Assert.Contains("queue", finding.Fix, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Found_with_the_host_that_was_called()
    {
        await using var other = await TestApp.Start(web => web.MapGet("/", () => "hello"));
        var finding = await ExpectFinding(Case(async c =>
        {
            await other.Client.GetStringAsync("/", c.Cancel);
            await Work(c, 60);
        }));
        Assert.Contains("HTTP calls: 127.0.0.1 (1×, ", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public Task Found_over_a_route_s_own_threshold() => ExpectFinding(Case(c => Work(c, 30)) with
    {
        Options = o => o.ForRoute(
            "/case", rules => rules with { LongRequests = new() { Threshold = TimeSpan.FromMilliseconds(20) } }),
    });

    [Fact]
    public Task Healthy_just_below() => ExpectHealthy(Case(c => Work(c, 49)));

    [Fact]
    public async Task Found_while_a_reader_is_open_whose_rows_have_all_arrived()
    {
        var finding = await ExpectFinding(Case(async c =>
        {
            await using (var command = c.Db.Source.CreateCommand("SELECT generate_series(1, 3)"))
            await using (var reader = await command.ExecuteReaderAsync(c.Cancel))
                while (await reader.ReadAsync(c.Cancel)) Pass(40);
            await c.Http.Response.WriteAsync("done", c.Cancel);
        }));
        Assert.Equal(120, finding.Amount);
    }

    [Fact]
    public async Task Not_seen_if_work_follows_the_first_bytes()
    {
        var result = await EvaluateAsync(Case(async c =>
        {
            await c.Http.Response.WriteAsync("first", c.Cancel);
            Pass(5_000);
            await c.Http.Response.WriteAsync("last", c.Cancel);
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("5000 ms of work came later", result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public Task Healthy_for_work_after_the_answer_s_end() => ExpectHealthy(Case(async c =>
    {
        await c.Http.Response.WriteAsync("done", c.Cancel);
        await c.Http.Response.CompleteAsync();
        Pass(5_000);
    }));

    [Fact]
    public Task Healthy_for_two_slow_ones_in_five() => ExpectHealthy(Case(c => Work(c, c.Number % 5 < 2 ? 500 : 10)));

    [Fact]
    public Task Healthy_for_the_process_s_first_requests()
        => ExpectHealthy(Case(c => Work(c, c.Number <= 5 ? 500 : 10)));

    [Fact]
    public Task Found_while_its_fix_is_not_proven()
        => ExpectFinding(Case(c => Work(c, c.Number <= 10 ? 500 : 10)) with { Requests = 15 });

    [Fact]
    public Task Healthy_once_it_is_fixed() // three requests change the median, and a hundred prove it
        => ExpectHealthy(Case(c => Work(c, c.Number <= 10 ? 500 : 10)) with { Requests = 10 + 2 + 100 });

    [Theory]
    [InlineData(7, HealthState.NotSeen)] // five for the warm-up, then two
    [InlineData(8, HealthState.Unhealthy)] // three of five decide, whatever the other two are
    public async Task Found_as_soon_as_the_median_of_five_is_certain(int requests, HealthState state)
        => Assert.Equal(state, (await EvaluateAsync(Case(c => Work(c, 500)) with { Requests = requests })).State);

    [Theory]
    [InlineData(2, HealthState.NotSeen)]
    [InlineData(3, HealthState.Healthy)] // fast ones count even if they are the first
    public async Task Kept_as_soon_as_the_median_of_five_is_certain(int requests, HealthState state)
        => Assert.Equal(state, (await EvaluateAsync(Case(c => Work(c, 10)) with { Requests = requests })).State);

    private RuleCase Case(Func<RuleContext, Task> handle) => new(handle)
    {
        Requests = Enough,
        Build = b => b.Services.AddSingleton(new OwnClock(_time)),
    };

    private void Pass(int ms) => _time.Advance(TimeSpan.FromMilliseconds(ms));

    private Task Work(RuleContext c, int ms)
    {
        Pass(ms);
        return c.Http.Response.WriteAsync("done", c.Cancel);
    }

    private Task Empty(RuleContext c, int status)
    {
        Pass(60);
        c.Http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
