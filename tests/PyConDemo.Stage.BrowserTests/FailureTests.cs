using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>What can go wrong during a talk. Each test has a stage of its own.</summary>
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
            Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("The API was lost during the race."),
            Assertions.Expect(page.Locator(".notice:not(.other-race)")).ToContainTextAsync("Starting it again"));
        using (var api = own.Api()) api.Kill();
        await reported;

        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(RaceTests.Running).WaitForAsync(); // the old race's points are gone
        await page.Locator(".race .chart path.mark.good").First.WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_lane_that_no_longer_answers_is_reported()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the API in /proc, and stops it");
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageFixture.ServeAsync(folder, "--scale", "small", "--thorough");
        var page = await stage.OpenAsync("#/p/n-plus-one", own.Address);
        await StageFixture.CanStartAsync(page);
        using var api = own.Api();
        var start = page.Locator(".go .primary:enabled");
        var reported = page.Locator(".lane .silent").Filter(new() { HasText = "no answer for" }).First.WaitForAsync();
        while (!reported.IsCompleted) // between two blocks no lane is under load, so one attempt may not be enough
        {
            if (await start.IsVisibleAsync()) await page.Keyboard.PressAsync("r"); // first, or after a race's end
            await WaitAsync(TimeSpan.FromSeconds(3)); // the load begins
            await Shell.SignalAsync("STOP", api.Id);
            await WaitAsync(TimeSpan.FromSeconds(6));
            await Shell.SignalAsync("CONT", api.Id);
        }

        await reported;
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped");
        await page.Context.CloseAsync();

        Task WaitAsync(TimeSpan time)
            => Task.WhenAny(reported, Task.Delay(time, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_start_asks_first_and_does_not_run_two()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageFixture.ServeAsync(folder, "--scale", "small", "--thorough");
        var page = await stage.OpenAsync("#/p/long-requests", own.Address);
        var second = await stage.OpenAsync("#/p/fat-payloads", own.Address);
        await StageFixture.CanStartAsync(second);
        await StageFixture.CanStartAsync(page);
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Full method");
        await page.Keyboard.PressAsync("r");
        await second.Locator(".go .primary:disabled").WaitForAsync(); // it knows about the race
        await second.Keyboard.PressAsync("r");
        await Assertions.Expect(second.Locator(".other-race")).ToContainTextAsync("is still racing");
        await second.GetByText("Watch it").ClickAsync();
        await StageFixture.IsAtAsync(second, "#/p/long-requests");
        await second.Locator(RaceTests.Running).WaitForAsync();
        await second.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped");
        await second.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>A busy machine's race can be over before its browser has reloaded the page. Then it races again.</summary>
    [Fact]
    public async Task A_reload_in_mid_race_joins_it()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageFixture.ServeAsync(folder, "--scale", "small", "--thorough");
        var page = await stage.OpenAsync("#/p/long-requests", own.Address);
        var running = page.Locator(RaceTests.Running);
        var races = 0;
        do
        {
            Assert.True(++races <= 5, "Five races were over before the page was there again.");
            await StageFixture.CanStartAsync(page);
            await page.Keyboard.PressAsync("r");
            await running.WaitForAsync();
            var first = await FirstPointAsync(page);
            await page.ReloadAsync();
            Assert.Equal(first, await FirstPointAsync(page)); // from before the reload
            await running.Or(page.Locator(".go .primary:enabled")).First.WaitForAsync();
        }
        while (!await running.IsVisibleAsync());

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped");
        await page.Context.CloseAsync();
    }

    /// <summary>Reads the first point's time from the table. A running race does not change an open table.</summary>
    private static async Task<string> FirstPointAsync(IPage page)
    {
        await page.Locator(".race .chart circle.bad").First.WaitForAsync();
        await page.GetByText("Chart data as a table").ClickAsync();
        return await page.Locator(".chart-data tbody td").First.InnerTextAsync();
    }
}
