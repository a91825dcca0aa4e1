using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>What the pages show. The tests use the keyboard only.</summary>
[Collection<OneStage>]
public class PageTests(StageFixture stage)
{
    /// <summary>
    /// On a busy machine a good lane may be slow, and then the checklist is right to say so. One quiet round is enough.
    /// </summary>
    private const int MaxRounds = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_lists_the_six_and_keys_lead_through_the_talk()
    {
        var page = await stage.OpenAsync();
        await StageFixture.ReadyAsync(page);
        await Assertions.Expect(page.Locator(".cards li")).ToHaveCountAsync(6);
        await StageFixture.LookAsync(page, "home");

        await page.Keyboard.PressAsync("PageDown");
        await StageFixture.IsAtAsync(page, "#/p/long-requests");
        await page.Keyboard.PressAsync("ArrowRight");
        await StageFixture.IsAtAsync(page, "#/p/offset-pagination");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("PageUp");
        await page.Locator(".hero").WaitForAsync();
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToContainTextAsync("PageDown");
        await StageFixture.LookAsync(page, "keys");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("long-requests", "LongRequests")]
    [InlineData("offset-pagination", "OffsetPagination")]
    [InlineData("n-plus-one", "NPlusOne")]
    [InlineData("hot-aggregations", "HotAggregations")]
    [InlineData("fat-payloads", "FatPayloads")]
    [InlineData("row-locking", "RowLocking")]
    public async Task Both_source_panes_equal_the_files(string slug, string name)
    {
        var page = await stage.OpenAsync($"#/p/{slug}");
        await StageFixture.ReadyAsync(page);
        foreach (var lane in (string[])["Bad", "Good"])
        {
            var shown = await page.Locator($".side-{lane.ToLowerInvariant()} .code code").TextContentAsync();
            var file = Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns", name, $"{name}{lane}.cs");
            Assert.Equal((await File.ReadAllTextAsync(file, Cancel)).ReplaceLineEndings("\n"), shown);
        }

        Assert.NotEqual(0, await page.Locator(".side-bad .line.differs:not(.filler)").CountAsync());
        Assert.NotEqual(0, await page.Locator(".side-bad .line:not(.differs)").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_checklist_turns_red_and_green()
    {
        var page = await stage.OpenAsync("#/checklist");
        await StageFixture.CanStartAsync(page);
        for (var round = 0; round < MaxRounds && await CountsAsync() != (6, 6); round++)
        {
            await page.Keyboard.PressAsync("r");
            await StageFixture.CanStartAsync(page); // it can start again when it has measured
        }

        Assert.Equal((6, 6), await CountsAsync());
        await StageFixture.LookAsync(page, "checklist");
        await page.Context.CloseAsync();

        async Task<(int Bad, int Good)> CountsAsync()
            => (await CountAsync("unhealthy", "bad"), await CountAsync("healthy", "good"));

        Task<int> CountAsync(string state, string lane) => page.Locator($"td.{state}[data-lane={lane}]").CountAsync();
    }

    [Fact]
    public async Task The_dial_shows_how_the_cost_grows()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        await StageFixture.CanStartAsync(page);
        await page.Locator(".dial input").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync("bad 2, good 1 SQL commands");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync("bad 1,001, good 1 SQL commands");
        await Assertions.Expect(page.Locator(".evidence .times.bad").Last).ToContainTextAsync("1,000 ×");
        await StageFixture.LookAsync(page, "dial");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_notes_are_the_README_and_open_with_a_key()
    {
        var page = await stage.OpenAsync("#/p/row-locking");
        await page.Locator(".notes summary").WaitForAsync();
        await Assertions.Expect(page.Locator(".notes .text")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("n");
        var path = Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns/RowLocking/README.md");
        var readme = await File.ReadAllLinesAsync(path, Cancel);
        await Assertions.Expect(page.Locator(".notes h3").First).ToHaveTextAsync(readme[0].TrimStart('#', ' '));
        await StageFixture.LookAsync(page, "notes");
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator(".notes .text")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("hot-aggregations")]
    [InlineData("row-locking")]
    public async Task A_failure_demo_ends_with_its_button_and_with_leaving_the_page(string slug)
    {
        var page = await stage.OpenAsync($"#/p/{slug}");
        await StageFixture.ReadyAsync(page);
        await page.Locator(".failure-demos button").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".notice.failure-demo").WaitForAsync();
        await Assertions.Expect(page.Locator(".failure-demos button").First).ToHaveTextAsync(new Regex("^Stop: "));
        await StageFixture.LookAsync(page, $"failure-demo-{slug}");
        await page.Locator(".failure-demos button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".notice.failure-demo")).ToHaveCountAsync(0);

        await page.Locator(".failure-demos button").First.ClickAsync();
        await page.Locator(".notice.failure-demo").WaitForAsync();
        await page.Keyboard.PressAsync("0");
        await page.Locator(".hero").WaitForAsync();
        using var http = new HttpClient { BaseAddress = stage.Address };
        while (await IsRunningAsync()) await Task.Delay(100, Cancel);
        await page.Context.CloseAsync();

        async Task<bool> IsRunningAsync() => (await http.GetStringAsync("/stage/acts", Cancel))
            .Contains("\"running\":true", StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_and_no_key_reports_an_error()
    {
        var page = await stage.OpenAsync();
        await StageFixture.ReadyAsync(page);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add($"{page.Url}: {message.Text} {message.Location}");
        };
        foreach (var view in (string[])["1", "2", "3", "4", "5", "6", "c", "p", "t", "0"])
        {
            await page.Keyboard.PressAsync(view);
            await Assertions.Expect(page.Locator("main > *")).ToHaveCountAsync(1);
            foreach (var key in (string[])["n", "n", "s", "s", "y", "y", "d", "d", "?", "Escape", "Escape"])
                await page.Keyboard.PressAsync(key);
            if (view == "c") await StageFixture.CanStartAsync(page); // a race would cancel its measurement
        }

        await page.Keyboard.PressAsync("3");
        await StageFixture.CanStartAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(RaceTests.Running).WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("Stopped");
        Assert.True(errors.Count == 0, string.Join("\n", errors));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nothing_comes_from_another_host()
    {
        var page = await stage.OpenAsync("about:blank");
        var hosts = new HashSet<string>();
        page.Request += (_, request) => { lock (hosts) hosts.Add(new Uri(request.Url).Authority); };
        foreach (var path in (string[])["#/", "#/p/fat-payloads", "#/checklist", "#/replays"])
        {
            await page.GotoAsync(new Uri(stage.Address, path).ToString());
            await page.Locator($"nav [aria-current=page][href='{path}']").WaitForAsync();
        }

        lock (hosts) Assert.Equal([stage.Address.Authority], hosts);
        var answer = await page.APIRequest.GetAsync(stage.Address.ToString());
        var policy = answer.Headers["content-security-policy"];
        Assert.StartsWith("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
