using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>
/// The test cases of one rule. Each is a route on a real server with a real database.
/// </summary>
public abstract class RuleTests(TestDatabase db, string slug) : IClassFixture<TestDatabase>
{
    private const int MostRequests = 20;

    protected TestDatabase Db => db;

    protected Task ExpectHealthy(RuleCase @case) => Expect(@case, found: false);

    /// <summary>Expects a finding and returns it.</summary>
    protected Task<Finding> ExpectFinding(RuleCase @case) => Expect(@case, found: true)!;

    /// <summary>
    /// Sends the statement with a data source that does not use the checklist, and expects "not seen".
    /// </summary>
    protected async Task ExpectNotSeen(string sql)
    {
        await using var plain = NpgsqlDataSource.Create(db.ConnectionString);
        var result = await EvaluateAsync(new(async c =>
        {
            await using var command = plain.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(c.Cancel);
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("UseServerHealthChecklist", result.Note, StringComparison.Ordinal);
    }

    private async Task<Finding> Expect(RuleCase @case, bool found)
    {
        var result = await EvaluateAsync(@case);
        Assert.True(
            found == (result.State == HealthState.Unhealthy), $"{result.State}: {result.Note} {result.Finding}");
        // "Not seen" is not "healthy": such a case would prove nothing.
        if (!found) Assert.NotEqual(HealthState.NotSeen, result.State);
        return result.Finding!;
    }

    protected async Task<RuleResult> EvaluateAsync(RuleCase @case)
    {
        var number = 0;
        await using var app = await TestApp.Start(web =>
        {
            @case.Use?.Invoke(web);
            web.MapMethods(
                "/case",
                [@case.Method],
                (HttpContext http) => @case.Handle(new(db, http, Interlocked.Increment(ref number))));
        }, @case.Options, @case.Build);
        await using var measurement = app.Checklist.Measure("the case");
        measurement.Track(app.Client);
        for (var i = 0; i < @case.Requests || (i < MostRequests && MissesPlan(Result())); i++)
        {
            using var request = new HttpRequestMessage(new(@case.Method), "/case");
            request.Content = @case.Content?.Invoke();
            if (@case.AcceptEncoding is not null) request.Headers.Add("Accept-Encoding", @case.AcceptEncoding);
            using var answer = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
            if (!@case.AnyStatus) answer.EnsureSuccessStatusCode();
            await measurement.CheckAsync(); // the next request starts when this one's results are final
        }
        return Result();

        RuleResult Result() => app.Checklist.Routes.Single().Rules.Single(r => r.Rule == slug);
    }

    // If a busy database did not return a plan in time, the next request asks again.
    private static bool MissesPlan(RuleResult result)
        => result.Note == PlanAnswer.NotYet.WhyNot;
}
