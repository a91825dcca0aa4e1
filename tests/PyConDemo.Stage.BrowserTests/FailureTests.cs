using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>What goes wrong on stage.</summary>
[Collection<OneStage>]
public class FailureTests(StageFixture stage)
{
    [Fact]
    public async Task An_API_that_dies_in_mid_race_is_told_and_comes_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the API in /proc");
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageProcess.StartAsync(folder, "--scale", "small");
        var page = await stage.OpenAsync("#/p/n-plus-one", own.Address);
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".arena .chart circle.bad").First.WaitForAsync();
        var said = Task.WhenAll( // at once: the second is true only until the API is back
            Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("The API was lost in mid-race."),
            Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Starting it again"));
        using (var api = own.Api()) api.Kill();
        await said;

        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".verdict [role=progressbar]").WaitForAsync(); // the new race: the old one's points are gone
        await page.Locator(".arena .chart circle.good").First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_replay_needs_no_API_and_says_that_it_is_one()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await new SavedRace(stage).CopyAsync(folder.Below("replays"));
        await using var own = await StageProcess.StartAsync(folder, "--target", "http://127.0.0.1:1"); // nothing listens there
        var page = await stage.OpenAsync("#/replays", own.Address);
        await StageFixture.LookAsync(page, "replays");
        await page.Locator("main td a").First.ClickAsync();
        await page.Locator(".ribbon").WaitForAsync();
        await page.Keyboard.PressAsync("Escape"); // to the end
        await page.Locator("#verdict").WaitForAsync();
        Assert.NotEqual(0, await page.Locator(".arena .chart circle.bad").CountAsync());
        Assert.NotEqual(0, await page.Locator(".side-bad .line.differs").CountAsync());
        Assert.NotEqual(0, await page.Locator(".plan .costliest").CountAsync());
        await StageFixture.LookAsync(page, "replay");
        await page.Context.CloseAsync();
    }
}
