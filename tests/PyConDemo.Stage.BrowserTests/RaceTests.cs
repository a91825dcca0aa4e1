using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>From a key to a verdict.</summary>
[Collection<OneStage>]
public class RaceTests(StageFixture stage)
{
    /// <summary>The target is 30 s; a test machine that others use may take five times that.</summary>
    private const int VerdictWithin = 150_000;

    [Theory]
    [InlineData("1", "long-requests")]
    [InlineData("2", "offset-pagination")]
    [InlineData("3", "n-plus-one")]
    [InlineData("4", "hot-aggregations")]
    [InlineData("5", "fat-payloads")]
    [InlineData("6", "row-locking")]
    public async Task Two_keys_lead_to_a_verdict_with_points_of_both_lanes(string key, string slug)
    {
        var page = await stage.OpenAsync();
        await StageFixture.ReadyAsync(page);
        await page.Keyboard.PressAsync(key);
        await page.WaitForURLAsync($"**/#/p/{slug}");
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = VerdictWithin });
        var since = TimeProvider.System.GetTimestamp();
        await page.Keyboard.PressAsync("r");
        await page.Locator("#verdict").WaitForAsync(new() { Timeout = VerdictWithin });
        TestContext.Current.SendDiagnosticMessage($"{slug}: {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0} s, {await page.Locator("#verdict").InnerTextAsync()}");

        foreach (var lane in (string[])["bad", "good"])
            Assert.True(await page.Locator($".arena .chart circle.{lane}").CountAsync() >= 3, $"no points of {lane}");
        await page.Locator(".why h2").WaitForAsync(new() { Timeout = VerdictWithin });
        Assert.Contains("Short race", await page.Locator(".verdict .how").InnerTextAsync(), StringComparison.Ordinal);
        await StageFixture.LookAsync(page, slug);

        await page.Keyboard.PressAsync("0");
        await page.Locator(".hero").WaitForAsync();
        await StageFixture.LookAsync(page, "home-raced");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_attendees_own_lane_races_beside_the_pair()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        await StageFixture.ReadyAsync(page);
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = VerdictWithin });
        await Assertions.Expect(page.Locator(".lane")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("y");
        await Assertions.Expect(page.Locator("button.third")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator(".side-yours .file")).ToHaveTextAsync("NPlusOneYours.cs");
        await Assertions.Expect(page.Locator(".sources .side-good")).ToHaveCountAsync(0);
        await page.ReloadAsync(); // it is remembered
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = VerdictWithin });
        await Assertions.Expect(page.Locator(".lane")).ToHaveCountAsync(3);

        await page.Keyboard.PressAsync("r");
        await page.Locator("#verdict").WaitForAsync(new() { Timeout = VerdictWithin });
        foreach (var points in (string[])["circle.bad", "circle.good", "path.mark.yours"])
            Assert.True(await page.Locator($".arena .chart {points}").CountAsync() >= 3, $"no {points}");
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync("yours");
        await page.Locator(".why h2").WaitForAsync(new() { Timeout = VerdictWithin });
        await StageFixture.LookAsync(page, "yours");
        await page.GetByText("Chart data as a table").ClickAsync();
        await Assertions.Expect(page.Locator(".arena th").Filter(new() { HasText = "yours p95" })).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToContainTextAsync("your own lane");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_reload_in_mid_race_joins_it_and_a_second_start_does_not_run_two()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        var second = await stage.OpenAsync("#/p/fat-payloads");
        await StageFixture.ReadyAsync(second);
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = VerdictWithin });
        await page.Keyboard.PressAsync("r");
        await second.Locator(".go .primary:disabled").WaitForAsync(); // it heard of the race
        await second.Keyboard.PressAsync("r");
        await second.WaitForURLAsync("**/#/p/n-plus-one"); // taken to the race that runs

        await page.Locator(".arena .chart circle.bad").First.WaitForAsync(new() { Timeout = VerdictWithin });
        await page.ReloadAsync();
        await page.Locator(".arena .chart circle.bad").First.WaitForAsync(); // from before the reload
        await second.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped", new() { Timeout = VerdictWithin });
        await second.Context.CloseAsync();
        await page.Context.CloseAsync();
    }
}
