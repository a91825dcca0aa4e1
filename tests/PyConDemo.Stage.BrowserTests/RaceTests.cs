using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>Races, from the key that starts one to its verdict.</summary>
[Collection<OneStage>]
public class RaceTests(StageFixture stage)
{
    /// <summary>The target is 30 s. A test machine that others use may take five times as long.</summary>
    private static readonly TimeSpan VerdictWithin = TimeSpan.FromSeconds(150);

    internal const string Running = ".verdict [role=progressbar]";
    private static readonly string[] Marks = ["circle.bad", "path.mark.good"];

    /// <summary>The six, or in a plain run the one that <see cref="SavedRace"/> shows again: a race takes half a minute,
    /// and the tests below race too.</summary>
    public static TheoryData<string, string> Keys => TestSize.IsFull
        ? new(
            ("1", "long-requests"), ("2", "offset-pagination"), ("3", "n-plus-one"),
            ("4", "hot-aggregations"), ("5", "fat-payloads"), ("6", "row-locking"))
        : new(("2", "offset-pagination"));

    [Theory, MemberData(nameof(Keys))]
    public async Task Two_keys_lead_to_a_verdict_with_points_of_both_lanes(string key, string slug)
    {
        var page = await stage.OpenAsync();
        await StageFixture.ReadyAsync(page);
        await page.Keyboard.PressAsync(key);
        await StageFixture.IsAtAsync(page, $"#/p/{slug}");
        await StageFixture.CanStartAsync(page);
        var since = TimeProvider.System.GetTimestamp();
        await page.Keyboard.PressAsync("r");
        await page.Locator(Running).WaitForAsync(); // not the last race's verdict
        foreach (var mark in Marks) await page.Locator($".race .chart {mark}").First.WaitForAsync();
        var points = TimeProvider.System.GetElapsedTime(since);
        await page.Locator("#verdict").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
        var took = TimeProvider.System.GetElapsedTime(since);
        var verdict = await page.Locator("#verdict").InnerTextAsync();
        TestContext.Current.SendDiagnosticMessage(
            $"{slug}: points {points.TotalSeconds:0.0} s, verdict {took.TotalSeconds:0} s, {verdict}");
        var isBusy = verdict.Contains("too busy", StringComparison.Ordinal);
        Assert.True(took < VerdictWithin || isBusy, $"{took} on a machine that was not too busy: {verdict}");

        foreach (var mark in Marks)
            Assert.True(await page.Locator($".race .chart {mark}").CountAsync() >= 3, $"no {mark}");
        await page.Locator(".evidence .side-bad .finding strong").First.WaitForAsync(); // the checklist comes last
        Assert.NotEqual(0, await page.Locator(".evidence .side-bad .times").CountAsync());
        Assert.NotEqual(0, await page.Locator(".evidence .side-bad .plan .costliest").CountAsync());
        Assert.Contains("Short race", await page.Locator(".verdict .how").InnerTextAsync(), StringComparison.Ordinal);
        await StageFixture.LookAsync(page, slug);

        await page.Keyboard.PressAsync("0");
        await page.Locator(".hero").WaitForAsync();
        await StageFixture.LookAsync(page, "home-raced");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_attendees_own_lane_races_next_to_the_pair()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        await StageFixture.CanStartAsync(page);
        await Assertions.Expect(page.Locator(".lane")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("y");
        await Assertions.Expect(page.Locator("button.third")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator(".side-yours .file")).ToHaveTextAsync("NPlusOneYours.cs");
        await Assertions.Expect(page.Locator(".sources .side-good")).ToHaveCountAsync(0);
        await page.ReloadAsync(); // the tab remembers it
        await StageFixture.CanStartAsync(page);
        await Assertions.Expect(page.Locator(".lane")).ToHaveCountAsync(3);

        await page.Keyboard.PressAsync("r");
        await page.Locator("#verdict").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
        foreach (var points in (string[])["circle.bad", "path.mark.good", "path.mark.yours"])
            Assert.True(await page.Locator($".race .chart {points}").CountAsync() >= 3, $"no {points}");
        // On a machine that is too busy the race is refused.
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync(new Regex("yours|too busy"));
        await page.Locator(".evidence h2").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
        await StageFixture.LookAsync(page, "yours");
        await page.GetByText("Chart data as a table").ClickAsync();
        await Assertions.Expect(page.Locator(".chart-data th").Filter(new() { HasText = "yours p95" })).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToContainTextAsync("your own lane");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_next_step_races_against_the_good_lane_and_a_key_leads_there_and_back()
    {
        var page = await stage.OpenAsync("#/p/row-locking");
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("s");
        var (lanes, files) = (page.Locator(".lane h2"), page.Locator(".sources .file"));
        await Assertions.Expect(page.Locator("button.next")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(page.Locator(".head p.step")).ToContainTextAsync("leased. It commits the claim");
        await Assertions.Expect(lanes).ToHaveTextAsync(["good", "leased"]);
        await Assertions.Expect(files).ToHaveTextAsync(["RowLockingGood.cs", "RowLockingLeased.cs"]);

        await page.Keyboard.PressAsync("r");
        await page.Locator("#verdict").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
        foreach (var points in (string[])["path.mark.good", "path.mark.step"])
            Assert.True(await page.Locator($".race .chart {points}").CountAsync() >= 3, $"no {points}");
        // On a machine that is too busy the race is refused.
        await Assertions.Expect(page.Locator("#verdict")).ToContainTextAsync(new Regex("good.+leased|too busy"));
        var evidence = page.Locator(".evidence .side-step h3").First;
        await Assertions.Expect(evidence).ToContainTextAsync("LEASED", new() { Timeout = StageFixture.LongTimeoutMs });
        await StageFixture.LookAsync(page, "step");

        await StageFixture.CanStartAsync(page);
        await page.ReloadAsync(); // the page shows the lanes of the last race
        await Assertions.Expect(lanes).ToHaveTextAsync(["good", "leased"]);
        await page.Locator("#verdict").WaitForAsync();
        await page.Keyboard.PressAsync("s");
        await Assertions.Expect(lanes).ToHaveTextAsync(["bad", "good"]);
        await Assertions.Expect(page.Locator(".race .chart path.mark.step")).ToHaveCountAsync(0); // another race's
        await Assertions.Expect(files).ToHaveTextAsync(["RowLockingBad.cs", "RowLockingGood.cs"]);
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToContainTextAsync("the next step of the fix");

        // Other tests open this page later, and it shows the lanes of the last race. So the pair races again.
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("r");
        await page.Locator(Running).WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await StageFixture.CanStartAsync(page);
        await page.ReloadAsync();
        await Assertions.Expect(lanes).ToHaveTextAsync(["bad", "good"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_replay_needs_no_API_and_is_marked_as_one()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await new SavedRace(stage).CopyAsync(Path.Combine(folder.Path, "replays"));
        await using var own = await StageFixture.ServeWithoutApiAsync(folder);
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
        var report = await page.RunAndWaitForDownloadAsync(() => page.Locator(".downloads a").First.ClickAsync());
        Assert.EndsWith("-offset-pagination.html", report.SuggestedFilename, StringComparison.Ordinal);
        await StageFixture.LookAsync(page, "replay");

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator("#bar")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("#verdict")).ToBeVisibleAsync();
        var file = Path.Combine(Repository.Root, "artifacts/screenshots/replay-print.png");
        await page.ScreenshotAsync(new() { Path = file, FullPage = true });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_patterns_slide_leads_into_its_race_and_back()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        await StageFixture.ReadyAsync(page);
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = StageFixture.TimeoutMs });
        await page.GotoAsync(new Uri(stage.Address, "#/talk/12").ToString());
        await TalkTests.AtAsync(page, 12);
        await page.Keyboard.PressAsync("r");
        await page.WaitForURLAsync("**/#/p/n-plus-one/12");
        await page.Locator(".race .chart circle.bad").First.WaitForAsync(new() { Timeout = StageFixture.TimeoutMs });
        await page.ReloadAsync();
        await page.Locator(".race .chart circle.bad").First.WaitForAsync(); // the race goes on; the way back is known
        await page.Keyboard.PressAsync("t");
        await TalkTests.AtAsync(page, 12);
        await page.GoBackAsync();
        await page.Locator(".race").WaitForAsync();
        await page.Keyboard.PressAsync("PageUp");
        await TalkTests.AtAsync(page, 12);
        await page.GoBackAsync();
        await page.Locator(".race").WaitForAsync();
        await page.Keyboard.PressAsync("PageDown"); // a clicker is enough to continue the talk
        await TalkTests.AtAsync(page, 13);
        await page.Keyboard.PressAsync("Escape");
        await page.Context.CloseAsync();
    }
}
