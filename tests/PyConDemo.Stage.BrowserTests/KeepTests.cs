using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>The last race of a pattern stays, and evidence is there before the first one.</summary>
[Collection<OneStage>]
public class KeepTests(StageFixture stage)
{
    [Fact]
    public async Task The_last_race_is_on_its_page_and_on_Home_after_a_restart()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await new SavedRace(stage).CopyAsync(Path.Combine(folder.Path, "replays"));
        await using var own = await StageFixture.ServeWithoutApiAsync(folder);
        var page = await stage.OpenAsync("", own.Address);
        var card = page.Locator(".cards a[href='#/p/offset-pagination']");
        await Assertions.Expect(card.Locator("small")).ToBeVisibleAsync(); // the date
        await card.ClickAsync();
        for (var visit = 0; visit < 2; visit++)
        {
            await page.Locator("#verdict").WaitForAsync();
            await Assertions.Expect(page.Locator(".last-race")).ToContainTextAsync("LAST RACE");
            Assert.NotEqual(0, await page.Locator(".race .chart circle.bad").CountAsync());
            Assert.NotEqual(0, await page.Locator(".evidence .sql").CountAsync());
            Assert.NotEqual(0, await page.Locator(".evidence .plan .costliest").CountAsync());
            if (visit == 0) await StageFixture.LookAsync(page, "last-race");
            await page.Keyboard.PressAsync("3"); // and back
            await StageFixture.IsAtAsync(page, "#/p/n-plus-one");
            await Assertions.Expect(page.Locator(".last-race")).ToBeEmptyAsync();
            await page.Keyboard.PressAsync("2");
        }

        var report = await page.RunAndWaitForDownloadAsync(() => page.Locator(".downloads a").First.ClickAsync());
        Assert.EndsWith("-offset-pagination.html", report.SuggestedFilename, StringComparison.Ordinal);
        var picture = await page.RunAndWaitForDownloadAsync(() => page.Locator(".downloads button").ClickAsync());
        var svg = await File.ReadAllTextAsync(await picture.PathAsync(), TestContext.Current.CancellationToken);
        Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"", svg, StringComparison.Ordinal);
        Assert.Contains("stroke=\"rgb(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("class=", svg, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Before_the_first_race_the_page_measures_what_one_request_costs()
    {
        var page = await stage.OpenAsync("about:blank");
        var errors = new ConsoleErrors(page);
        var measured = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/why", StringComparison.Ordinal)) lock (measured) measured.Add(request.Url);
        };
        await page.RouteAsync("**/stage/replays", route => route.FulfillAsync(new() { Json = Array.Empty<string>() }));
        await page.GotoAsync(new Uri(stage.Address, "#/").ToString());
        await StageFixture.ReadyAsync(page);
        await page.EvaluateAsync("""
            for (const slug of ['long-requests', 'n-plus-one', 'row-locking', 'fat-payloads']) location.hash = `/p/${slug}`;
            """); // somebody turns the pages quickly
        await Assertions.Expect(page.Locator(".evidence .sql").First).ToBeVisibleAsync();
        Assert.NotEqual(0, await page.Locator(".evidence .plan .costliest").CountAsync());
        await Assertions.Expect(page.Locator(".evidence h2")).ToContainTextAsync("products in the list: 50");
        Assert.All(measured, url => Assert.Contains("/fat-payloads/", url, StringComparison.Ordinal));
        errors.AssertNone();
        await StageFixture.LookAsync(page, "measured");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_race_of_another_pattern_is_stopped_only_on_request()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        var other = await stage.OpenAsync("#/p/fat-payloads");
        var errors = new ConsoleErrors(other);
        await StageFixture.CanStartAsync(other);
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        var notice = other.Locator(".other-race");
        await Assertions.Expect(notice).ToContainTextAsync("N+1 queries is racing.");
        await other.Keyboard.PressAsync("r");
        await Assertions.Expect(notice).ToContainTextAsync("Press R again or Enter");
        await StageFixture.IsAtAsync(other, "#/p/fat-payloads");
        await other.Keyboard.PressAsync("Enter");
        await other.Locator(RaceTests.Running).WaitForAsync();
        await Assertions.Expect(notice).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".other-race")).ToContainTextAsync("Fat payloads is racing.");
        await page.GetByText("Watch it").ClickAsync();
        await page.Locator(RaceTests.Running).WaitForAsync(); // a second window follows
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(other.Locator(".verdict")).ToContainTextAsync("Stopped");
        errors.AssertNone();
        await other.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_address_of_no_pattern_says_so()
    {
        var page = await stage.OpenAsync("#/p/nope");
        await Assertions.Expect(page.Locator("main h1")).ToHaveTextAsync("There is no anti-pattern “nope”.");
        await page.Locator("main").GetByText("Home").ClickAsync();
        await page.Locator(".cards").WaitForAsync();
        await page.Context.CloseAsync();
    }
}
