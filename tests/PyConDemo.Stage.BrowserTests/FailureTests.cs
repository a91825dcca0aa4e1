using System.Diagnostics;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>What can go wrong during a talk.</summary>
[Collection<OneStage>]
public class FailureTests(StageFixture stage)
{
    [Fact]
    public async Task An_API_that_dies_in_mid_race_is_reported_and_started_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the API in /proc");
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageFixture.ServeAsync(folder, "--scale", "small");
        var page = await stage.OpenAsync("#/p/n-plus-one", own.Address);
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".race .chart circle.bad").First.WaitForAsync();
        var reported = Task.WhenAll( // both at once: the second is true only until the API is back
            Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("The API was lost in mid-race."),
            Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Starting it again"));
        using (var api = own.Api()) api.Kill();
        await reported;

        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".verdict [role=progressbar]").WaitForAsync(); // the old race's points are gone
        await page.Locator(".race .chart circle.good").First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_lane_that_no_longer_answers_is_reported()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the API in /proc, and stops it");
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();

        // The full method's time-out is longer than the silence.
        await using var own = await StageFixture.ServeAsync(folder, "--scale", "small", "--thorough");
        var page = await stage.OpenAsync("#/p/n-plus-one", own.Address);
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(".race .chart circle.bad").First.WaitForAsync();
        using var api = own.Api();
        var reported = page.Locator(".lane .silent").Filter(new() { HasText = "no answer for" }).First.WaitForAsync();
        while (!reported.IsCompleted) // between two blocks no lane is under load, so one attempt may not be enough
        {
            using (Process.Start("kill", ["-STOP", $"{api.Id}"])) await WaitAsync(TimeSpan.FromSeconds(6));
            using (Process.Start("kill", ["-CONT", $"{api.Id}"])) await WaitAsync(TimeSpan.FromMilliseconds(200));
        }

        await reported;
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped");
        await page.Context.CloseAsync();

        Task WaitAsync(TimeSpan time)
            => Task.WhenAny(reported, Task.Delay(time, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_replay_needs_no_API_and_is_marked_as_one()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await new SavedRace(stage).CopyAsync(Path.Combine(folder.Path, "replays"));
        await using var own = await StageFixture.ServeAsync(folder, "--target", "http://127.0.0.1:1"); // no server
        var page = await stage.OpenAsync("#/replays", own.Address);
        await page.Locator("main td a").First.WaitForAsync();
        await StageFixture.LookAsync(page, "replays");
        await page.Locator("main td a").First.ClickAsync();
        await page.Locator(".ribbon").WaitForAsync();
        await page.Keyboard.PressAsync("Escape"); // to the end
        await page.Locator("#verdict").WaitForAsync();
        Assert.NotEqual(0, await page.Locator(".race .chart circle.bad").CountAsync());
        Assert.NotEqual(0, await page.Locator(".side-bad .line.differs").CountAsync());
        Assert.NotEqual(0, await page.Locator(".plan .costliest").CountAsync());
        await StageFixture.LookAsync(page, "replay");

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator("#bar")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#verdict")).ToBeVisibleAsync();
        var file = Path.Combine(Repository.Root, "artifacts/screenshots/replay-print.png");
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        await page.Context.CloseAsync();
    }
}
