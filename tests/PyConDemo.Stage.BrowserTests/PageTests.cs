using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>What the pages show, by keyboard alone.</summary>
[Collection<OneStage>]
public class PageTests(StageFixture stage)
{
    /// <summary>Beside a busy neighbour a good lane may be slow, and then the checklist rightly says so: one quiet round is enough.</summary>
    private const int Rounds = 5;

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
            Assert.Equal((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"), shown);
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
        for (var round = 0; round < Rounds && (await CountAsync("unhealthy", "bad"), await CountAsync("healthy", "good")) != (6, 6); round++)
        {
            await page.Keyboard.PressAsync("r");
            await StageFixture.CanStartAsync(page); // measured
        }

        Assert.Equal((6, 6), (await CountAsync("unhealthy", "bad"), await CountAsync("healthy", "good")));
        await StageFixture.LookAsync(page, "checklist");
        await page.Context.CloseAsync();

        Task<int> CountAsync(string state, string lane) => page.Locator($"td.{state}[data-lane={lane}]").CountAsync();
    }

    [Fact]
    public async Task The_dial_shows_the_cost_grow()
    {
        var page = await stage.OpenAsync("#/p/n-plus-one");
        await StageFixture.CanStartAsync(page);
        await page.Locator(".dial input").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync("bad 2, good 1 SQL commands");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync("bad 1,001, good 1 SQL commands");
        await Assertions.Expect(page.Locator(".why .times.bad").Last).ToContainTextAsync("1,000 ×");
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
        var readme = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns/RowLocking/README.md"), TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Locator(".notes h3").First).ToHaveTextAsync(readme[0].TrimStart('#', ' '));
        await StageFixture.LookAsync(page, "notes");
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator(".notes .text")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("hot-aggregations")]
    [InlineData("row-locking")]
    public async Task A_second_act_is_undone_by_its_button_and_by_leaving(string slug)
    {
        var page = await stage.OpenAsync($"#/p/{slug}");
        await StageFixture.ReadyAsync(page);
        await page.Locator(".acts button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".notice.act").WaitForAsync();
        await Assertions.Expect(page.Locator(".acts button")).ToHaveTextAsync("Undo");
        await StageFixture.LookAsync(page, $"act-{slug}");
        await page.Locator(".acts button").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.act")).ToHaveCountAsync(0);

        await page.Locator(".acts button").ClickAsync();
        await page.Locator(".notice.act").WaitForAsync();
        await page.Keyboard.PressAsync("0");
        await page.Locator(".hero").WaitForAsync();
        using var http = new HttpClient { BaseAddress = stage.Address };
        while ((await http.GetStringAsync("/stage/acts", TestContext.Current.CancellationToken)).Contains("\"running\":true", StringComparison.Ordinal))
            await Task.Delay(100, TestContext.Current.CancellationToken);
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
        Assert.StartsWith("default-src 'none'; script-src 'self'", answer.Headers["content-security-policy"], StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
