using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A route that was called several times, and what was seen beside the six rules.</summary>
public sealed record ObservedRoute(RouteHealth Health, IReadOnlyList<MeasuredRequest> Requests)
{
    /// <summary>The only observation, which the route and each of its requests show.</summary>
    public Observation Observed()
    {
        Assert.All(Requests, r => Assert.Equal(
            Health.Observations.Select(o => o.Kind), r.Observations.Select(o => o.Kind)));
        return Assert.Single(Health.Observations);
    }

    /// <summary>Sends the requests one after another, each when the results of the one before are final.</summary>
    public static async Task<ObservedRoute> CallAsync(TestDatabase db, RuleCase @case)
    {
        var number = 0;
        await using var app = await TestApp.Start(
            web => web.MapMethods("/case", [@case.Method], (HttpContext http) =>
                @case.Handle(new(db, http, Interlocked.Increment(ref number)))),
            @case.Options, @case.Build);
        return await CallAsync(app, @case);
    }

    public static async Task<ObservedRoute> CallAsync(TestApp app, RuleCase @case)
    {
        await using var measurement = app.Checklist.Measure("the case");
        measurement.Track(app.Client);
        for (var i = 0; i < @case.Requests; i++)
        {
            using var request = new HttpRequestMessage(new(@case.Method), "/case");
            using var answer = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
            if (!@case.AnyStatus) answer.EnsureSuccessStatusCode();
            await measurement.CheckAsync();
        }
        return new(app.Checklist.Routes.Single(), measurement.Requests);
    }
}
