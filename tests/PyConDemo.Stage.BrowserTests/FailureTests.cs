using System.Diagnostics;
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
    public async Task A_lane_that_falls_silent_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the API in /proc, and halts it");
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageProcess.StartAsync(folder, "--scale", "small", "--thorough"); // its time-out is long enough
        var page = await stage.OpenAsync("#/p/n-plus-one", own.Address);
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".arena .chart circle.bad").First.WaitForAsync();
        using var api = own.Api();
        var told = page.Locator(".lane .silent").Filter(new() { HasText = "no answer for" }).First.WaitForAsync();
        while (!told.IsCompleted) // between two blocks no lane is under load: then again
        {
            using (Process.Start("kill", ["-STOP", $"{api.Id}"])) await Task.WhenAny(told, Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken));
            using (Process.Start("kill", ["-CONT", $"{api.Id}"])) await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        }

        await told;
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_replay_needs_no_API_and_says_that_it_is_one()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await new SavedRace(stage).CopyAsync(Path.Combine(folder.Path, "replays"));
        await using var own = await StageProcess.StartAsync(folder, "--target", "http://127.0.0.1:1"); // nothing listens there
        var page = await stage.OpenAsync("#/replays", own.Address);
        await page.Locator("main td a").First.WaitForAsync();
        await StageFixture.LookAsync(page, "replays");
        await page.Locator("main td a").First.ClickAsync();
        await page.Locator(".ribbon").WaitForAsync();
        await page.Keyboard.PressAsync("Escape"); // to the end
        await page.Locator("#verdict").WaitForAsync();
        Assert.NotEqual(0, await page.Locator(".arena .chart circle.bad").CountAsync());
        Assert.NotEqual(0, await page.Locator(".side-bad .line.differs").CountAsync());
        Assert.NotEqual(0, await page.Locator(".plan .costliest").CountAsync());
        await StageFixture.LookAsync(page, "replay");

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator("#bar")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#verdict")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "artifacts/screenshots/replay-print.png"), FullPage = true });
        await page.Context.CloseAsync();
    }
}
