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
        await StageFixture.ReadyAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".arena .chart circle.bad").First.WaitForAsync(new() { Timeout = 60_000 });
        using (var api = own.Api()) api.Kill();

        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("The API ended in mid-race.", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Starting it again");
        await page.Locator("#chip.ready").WaitForAsync(new() { Timeout = 120_000 });
        await page.Keyboard.PressAsync("r");
        await page.Locator(".arena .chart circle.good").First.WaitForAsync(new() { Timeout = 60_000 });
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
