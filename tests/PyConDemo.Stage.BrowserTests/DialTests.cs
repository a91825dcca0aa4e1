using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>The dial goes by its own name, and asks only for positions at which it stops.</summary>
[Collection<OneStage>]
public class DialTests(StageFixture stage)
{
    [Fact]
    public async Task A_held_key_measures_only_where_it_ends()
    {
        var page = await stage.OpenAsync("#/p/offset-pagination");
        var errors = new ConsoleErrors(page);
        var answers = new List<(string Url, int Status)>();
        page.Response += (_, answer) =>
        {
            if (!answer.Url.Contains("?at=", StringComparison.Ordinal)) return;
            lock (answers) answers.Add((answer.Url, answer.Status));
        };
        await StageFixture.CanStartAsync(page);
        await Assertions.Expect(page.Locator(".dial h2")).ToHaveTextAsync("Page number: 10,001");
        await Assertions.Expect(page.Locator(".dial .reading")).Not.ToBeEmptyAsync();
        await page.Locator(".dial input").FocusAsync();
        for (var i = 0; i < 15; i++) await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync(
            new Regex("^At 1: bad [0-9]+, good [0-9]+ buffers$"));
        foreach (var title in (string[])["buffers per request (pages of 8 kB)", "page number"])
            await Assertions.Expect(page.Locator(".dial .chart").GetByText(title)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".evidence h2")).ToContainTextAsync("(page number: 1)");
        Assert.InRange(answers.Count, 1, 4); // one while the keys repeat, and the last; a busy machine has more
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        errors.AssertNone();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_late_measurement_of_the_usual_position_does_not_replace_the_users()
    {
        var page = await stage.OpenAsync("about:blank");
        var (held, asked) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/stage/replays", route => route.FulfillAsync(new() { Json = Array.Empty<string>() }));
        await page.RouteAsync("**/why?lanes=*", async route =>
        {
            asked.TrySetResult();
            await held.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(new Uri(stage.Address, "#/p/n-plus-one").ToString());
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        await page.Locator(".dial input").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync("At 1: bad 2, good 1 SQL commands");
        held.SetResult();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken); // an answer would have come
        await Assertions.Expect(page.Locator(".dial .reading")).ToContainTextAsync("At 1: bad 2, good 1 SQL commands");
        await Assertions.Expect(page.Locator(".evidence h2")).ToContainTextAsync(": 1)");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_dial_that_is_the_size_of_the_data_has_no_slider_and_says_what_it_needs()
    {
        var page = await stage.OpenAsync("#/p/hot-aggregations");
        await StageFixture.ReadyAsync(page);
        await Assertions.Expect(page.Locator(".dial h2")).ToHaveTextAsync("Orders in the database: 1,000,000");
        await Assertions.Expect(page.Locator(".dial")).ToContainTextAsync(
            "This one needs another data size: restart with --scale small.");
        await Assertions.Expect(page.Locator(".dial input")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
