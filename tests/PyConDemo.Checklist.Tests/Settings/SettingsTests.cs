using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Settings;

public sealed class SettingsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_setting_and_threshold_can_be_configured()
    {
        var settings = typeof(ServerHealthChecklistOptions).GetProperties()
            .Where(p => p.PropertyType != typeof(RuleSet)).Select(p => (Path: p.Name, p.PropertyType))
            .Concat(
                from rule in typeof(RuleSet).GetProperties()
                from threshold in rule.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                where threshold.SetMethod is not null
                select (Path: $"Rules:{rule.Name}:{threshold.Name}", threshold.PropertyType))
            .ToDictionary(p => p.Path, p => Other(Value(new ServerHealthChecklistOptions(), p.Path), p.PropertyType));
        Assert.True(settings.Count > 20);
        var options = Read([.. settings.Select(s => ($"Checklist:{s.Key}", s.Value))]);
        Assert.All(settings, s => Assert.Equal(s.Value, Value(options, s.Key)));
    }

    [Theory]
    [InlineData("Checklist:Routes:/orders/{id}:NPlusOne:Repeats", null)]
    [InlineData("Checklist:Routes:0:NPlusOne:Repeats", "Checklist:Routes:0:Route")]
    public async Task A_route_s_threshold_can_be_configured(string key, string? routeKey)
    {
        KeyValuePair<string, string?>[] settings =
            [new(key, "1"), new(routeKey ?? "Checklist:Log", routeKey is null ? "true" : "GET orders/{id}")];
        await using var app = await Start(settings);
        Assert.Equal(1, RulesOf(app, "/orders/{id:int}").NPlusOne.Repeats);
        Assert.Equal(new NPlusOne().Repeats, RulesOf(app, "/other").NPlusOne.Repeats);
    }

    [Fact]
    public async Task A_suppression_can_be_configured()
    {
        await using var app = await Start(
            new("Checklist:Suppressions:0:Route", "GET /Orders/{id}"),
            new("Checklist:Suppressions:0:Rule", "fat-payloads"),
            new("Checklist:Suppressions:0:Reason", "a full export"));
        await app.MeasureAsync("/orders/5");
        await TestApp.WaitUntilAsync(() => app.Checklist.Routes.Count > 0);
        var result = app.Checklist.Routes[0].Rules.Single(r => r.Rule == HealthRules.FatPayloads);
        Assert.Equal((HealthState.Suppressed, "a full export"), (result.State, result.Note));
    }

    [Theory]
    [InlineData("Checklist:Suppressions:0:Rule", "n-plus-none", "'n-plus-none' is none of long-requests")]
    [InlineData("Checklist:Suppressions:0:Reason", " ", "needs a reason")]
    [InlineData("Checklist:Suppressions:0:Route", " ", "needs a route")]
    [InlineData("Checklist:Suppressions:0:Because", "x", "Suppressions:0:Because is no setting")]
    [InlineData("Checklist:Routes:/orders:NPlusTwo:Repeats", "5", "Routes:/orders:NPlusTwo is no setting")]
    [InlineData("Checklist:Routes:/orders:NPlusOne:Repeat", "5", "NPlusOne:Repeat is no setting")]
    [InlineData("Checklist:Routes:/orders:NPlusOne:Repeats", "few", "Repeats is 'few', which is no number")]
    [InlineData("Checklist:Routes:/orders:RowLocking:Wait", "-00:00:01", "must be more than zero")]
    [InlineData("Checklist:Rules:HotAggregations:Rows", "NaN", "must be more than zero")]
    [InlineData("Checklist:Rules:LongRequests:Requests", "6", "more than zero and at most 5")]
    public async Task A_bad_setting_stops_the_start_with_one_line(string key, string value, string words)
    {
        Dictionary<string, string?> settings = key.Contains("Suppressions", StringComparison.Ordinal)
            ? new()
            {
                ["Checklist:Suppressions:0:Route"] = "/",
                ["Checklist:Suppressions:0:Rule"] = "n-plus-one",
                ["Checklist:Suppressions:0:Reason"] = "why",
            }
            : [];
        settings[key] = value;
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Start([.. settings]));
        var line = Assert.Single(error.Failures);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public async Task A_bad_threshold_in_code_stops_the_start()
    {
        static void Bad(ServerHealthChecklistOptions options)
            => options.ForRoute("/orders", rules => rules with { NPlusOne = new() { Repeats = 0 } });
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.Start(_ => { }, Bad));
        Assert.Equal(
            ["Checklist:Routes:/orders:NPlusOne:Repeats must be more than zero, and it is 0."], error.Failures);
    }

    [Fact]
    public async Task A_setting_for_an_unknown_route_is_logged_once()
    {
        var log = new WarningLog();
        await using var app = await TestApp.Start(Map, options =>
        {
            options.Suppress("/ordres/{id}", HealthRules.NPlusOne, "misspelt");
            options.Suppress("/ordres/{id}", HealthRules.FatPayloads, "misspelt");
            options.Suppress("POST /orders/{id}", HealthRules.FatPayloads, "there is only GET");
            options.Suppress("orders/{id}", HealthRules.FatPayloads, "right");
            options.Suppress("nightly import", HealthRules.FatPayloads, "a measurement");
            options.ForRoute("GET /orders/{id}", rules => rules);
        }, builder => builder.Logging.AddProvider(log));
        await TestApp.WaitUntilAsync(() => log.Warnings.Count >= 2);
        Assert.Equal(2, log.Warnings.Count);
        Assert.All(
            log.Warnings.Zip(["'/ordres/{id}'", "'POST /orders/{id}'"]),
            w => Assert.Contains(w.Second, w.First, StringComparison.Ordinal));
    }

    private static void Map(WebApplication web) => web.MapGet("/orders/{id:int}", (int id) => id);

    private static Task<TestApp> Start(params KeyValuePair<string, string?>[] settings)
        => TestApp.Start(Map, build: b => b.Configuration.AddInMemoryCollection(settings));

    private static RuleSet RulesOf(TestApp app, string route) => Checklist.Reporting.RouteRules.Create(
        app.Options, "GET", Checklist.Routes.RouteName.From(route), endpoint: null).Rules;

    private static ServerHealthChecklistOptions Read(params (string Key, string Value)[] settings)
        => new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.ToDictionary(s => s.Key, string? (s) => s.Value)).Build())
            .AddServerHealthChecklist().BuildServiceProvider()
            .GetRequiredService<IOptions<ServerHealthChecklistOptions>>().Value;

    private static string Value(object options, string path) => Convert.ToString(
        path.Split(':').Aggregate((object?)options, (o, name) => o!.GetType().GetProperty(name)!.GetValue(o)),
        CultureInfo.InvariantCulture)!;

    /// <summary>A value that is not the default.</summary>
    private static string Other(string value, Type type) => type switch
    {
        _ when type == typeof(bool) || type == typeof(bool?) => value == "True" ? "False" : "True",
        _ when type == typeof(TimeSpan) => "00:00:03",
        _ when type == typeof(string) => "/text",
        _ => "3",
    };
}
