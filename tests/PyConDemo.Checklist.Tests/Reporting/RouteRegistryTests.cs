using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>A thousand routes have rows of their own. All further ones are measured and shown together.</summary>
public sealed class RouteRegistryTests
{
    private static readonly RuleResult[] Healthy =
        [.. HealthRules.All.Select(rule => new RuleResult(rule, HealthState.Healthy))];

    private readonly FakeTimeProvider _clock = new();
    private readonly RouteRegistry _routes;

    public RouteRegistryTests() => _routes = new(
        Options.Create(new ServerHealthChecklistOptions { MeasurementsPerSecond = 2 }), new(_clock));

    [Fact]
    public void Further_routes_share_one_limit()
    {
        Assert.Equal(1_000, Measured(0, 1_000));
        Assert.Equal(2, Measured(1_000, 500) + Measured(1_000, 500, "POST"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Measured(1_000, 500));
        Assert.Equal(1_000, Measured(0, 1_000)); // the first ones keep theirs
    }

    [Fact]
    public void Further_routes_share_one_row()
    {
        for (var n = 0; n < 1_500; n++) Get(n).Merge(Healthy, _clock.GetUtcNow());
        var rows = _routes.All();
        Assert.Equal(1_001, rows.Count);
        Assert.Equal(("(other routes)", 500), (rows[0].Route, rows[0].Requests));
        _routes.Clear();
        Assert.Equal("/r1200", Get(1_200).Route);
    }

    private int Measured(int first, int count, string method = "GET")
        => Enumerable.Range(first, count).Count(n => Get(n, method).RateLimit.TryAcquire());

    private RouteState Get(int n, string method = "GET") => _routes.Get(
        method, new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse($"/r{n}"), 0, null, null), "");
}
