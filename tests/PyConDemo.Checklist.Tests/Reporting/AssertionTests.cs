using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>Uses the checklist as a team does in its own tests.</summary>
public sealed class AssertionTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private readonly IServerHealthChecklist _checklist =
        new ServiceCollection().AddServerHealthChecklist().BuildServiceProvider()
            .GetRequiredService<IServerHealthChecklist>();

    [Fact]
    public async Task Healthy_code_passes()
    {
        await using var measurement = _checklist.Measure();
        await Names(ids: 3);
        measurement.AssertHealthy();
        measurement.AssertAtMost(commands: 3, rowsRead: 3, rowsAffected: 0);
        await measurement.AssertHealthyAsync();
    }

    [Fact]
    public async Task Unhealthy_code_fails_with_the_evidence()
    {
        await using var measurement = _checklist.Measure("the nightly report");
        await Names(ids: 12);
        var error = Assert.Throws<UnhealthyException>(measurement.AssertHealthy);
        Assert.Equal(HealthRules.NPlusOne, Assert.Single(error.Findings).Rule);
        Assert.Contains("'the nightly report' is not healthy", error.Message, StringComparison.Ordinal);
        Assert.Contains("sent 12 times", error.Message, StringComparison.Ordinal);
        Assert.Contains("AssertionTests.cs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_not_found_is_said_to_be_unknown()
    {
        var finding = new Finding
        {
            Rule = HealthRules.NPlusOne,
            What = "",
            Amount = 10,
            Unit = "commands",
            Statement = "SELECT ?",
            Why = "",
            Fix = "",
        };
        Assert.Contains("source: unknown", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_names_what_is_over_it_and_the_shapes()
    {
        await using var measurement = _checklist.Measure();
        await Names(ids: 3);
        var error = Assert.Throws<UnhealthyException>(() => measurement.AssertAtMost(commands: 2, rowsRead: 2));
        Assert.Contains(
            "3 commands, at most 2 were allowed; 3 rows read, at most 2 were allowed",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "3 x (3 rows read, 0 affected) SELECT name FROM authors WHERE id = ?",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_of_rows_does_not_pass_unseen()
    {
        await using var plain = NpgsqlDataSource.Create(db.ConnectionString);
        await using var measurement = _checklist.Measure();
        await using (var command = plain.CreateCommand("SELECT 1"))
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        measurement.AssertAtMost(commands: 1);
        Assert.Contains(
            "not seen",
            Assert.Throws<UnhealthyException>(() => measurement.AssertAtMost(rowsRead: 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_followed_client_s_requests_are_measured_wherever_they_run()
    {
        await using var app = await TestApp.Start(
            web => web.MapGet("/names/{n}", (int n) => Names(n)), environment: "Production");
        await using var measurement = app.Checklist.Measure();
        measurement.Track(app.Client);
        await app.Client.GetStringAsync("/names/3", TestContext.Current.CancellationToken);
        await measurement.AssertHealthyAsync();
        await app.Client.GetStringAsync("/names/30", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<UnhealthyException>(measurement.AssertHealthyAsync);
        Assert.Equal("GET /names/{n}", Assert.Single(error.Findings).Route);
        Assert.Equal((33, 2), (measurement.Vitals.Commands, measurement.Requests.Count));
        Assert.Throws<InvalidOperationException>(measurement.AssertHealthy);
    }

    [Fact]
    public async Task A_plan_that_must_come_first_is_awaited()
    {
        await using var app = await TestApp.Start(web => web.MapGet("/dashboard", async () =>
        {
            await using var connection = await db.Source.OpenConnectionAsync();
            return await connection.QuerySingleAsync<long>("SELECT count(*) FROM orders");
        }));
        await using var measurement = app.Checklist.Measure();
        measurement.Track(app.Client);
        for (var i = 0; i < 5; i++)
        {
            await app.Client.GetStringAsync("/dashboard", TestContext.Current.CancellationToken);
            await measurement.CheckAsync(); // the next request starts when this one's results are final
        }
        var error = await Assert.ThrowsAsync<UnhealthyException>(measurement.AssertHealthyAsync);
        Assert.Equal(HealthRules.HotAggregations, Assert.Single(error.Findings).Rule);
    }

    [Fact]
    public async Task The_longest_transaction_is_seen_while_nothing_runs_in_it()
    {
        await using var measurement = _checklist.Measure();
        await using var connection = await db.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await connection.ExecuteAsync("SELECT 1", transaction: transaction);
            await TestApp.WaitUntilAsync(() => measurement.Vitals.LongestTransaction >= TimeSpan.FromMilliseconds(300));
        }
        Assert.InRange(measurement.Vitals.LongestTransaction, TimeSpan.FromMilliseconds(300), TimeSpan.FromMinutes(2));
        Assert.Equal(1, measurement.Vitals.Commands); // the session monitor's queries don't count
    }

    private async Task<IResult> Names(int ids)
    {
        await using var connection = await db.Source.OpenConnectionAsync();
        for (var id = 1; id <= ids; id++)
            await connection.QuerySingleAsync<string>("SELECT name FROM authors WHERE id = @id", new { id });
        return Results.Ok();
    }
}
