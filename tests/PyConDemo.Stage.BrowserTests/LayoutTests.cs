using System.Text.Json;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>What an audience watches fits into the window, and no text covers another one.</summary>
public class LayoutTests(StageFixture stage)
{
    private static readonly (int Width, int Height)[] Sizes =
        [(1280, 720), (1366, 768), (1280, 800), (1920, 1080), (1920, 950), (1024, 768), (390, 844)];

    /// <summary>Sends the messages that a test gives it, instead of the stage's.</summary>
    private const string FakeEvents = """
        window.EventSource = class extends EventTarget {
          constructor() {
            super();
            window.tell = events => events.forEach(([type, data]) => (
              this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }))));
            setTimeout(() => this.onopen());
          }
        };
        """;

    [Theory]
    [InlineData(2, "bothHold")]
    [InlineData(2, "onlyOneHolds")]
    [InlineData(3, "bothHold")]
    [InlineData(3, "onlyOneHolds")]
    public async Task A_replay_fits_during_and_after_the_race(int lanes, string phase)
    {
        var page = await stage.OpenAsync("about:blank");
        var replay = new MadeUpRace(lanes).Replay(phase);
        await page.RouteAsync("**/stage/replays/made-up", route => route.FulfillAsync(new() { Body = replay }));
        await page.GotoAsync(new Uri(stage.Address, "#/replay/made-up").ToString());
        await page.Locator("#verdict").WaitForAsync(); // at once, because the browser asks for reduced motion
        await FitsAsync(page);
        await page.Keyboard.PressAsync("r");
        await page.Locator(RaceTests.Running).WaitForAsync();
        await Assertions.Expect(page.Locator(".lane")).ToHaveCountAsync(lanes);
        await FitsAsync(page);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_live_race_fits_says_what_happens_and_its_cards_keep_their_height()
    {
        var page = await stage.OpenAsync("about:blank");
        await page.AddInitScriptAsync(FakeEvents);
        await page.GotoAsync(new Uri(stage.Address, $"#/p/{MadeUpRace.Slug}").ToString());
        await page.WaitForFunctionAsync("() => window.tell");
        var race = new MadeUpRace(lanes: 2);
        await TellAsync(page, ("state", new { Api = "ready", Scale = "small", Order = (string[])[] }), Pattern());
        await page.Locator(".go .primary:enabled").WaitForAsync();
        await FitsAsync(page);
        await page.SetViewportSizeAsync(1280, 720);
        var idle = await Layout.CardHeightsAsync(page);

        await TellAsync(page, [.. race.Until("onlyOneHolds")]);
        await Assertions.Expect(page.Locator(".verdict .status")).ToHaveTextAsync("Overload at 67 requests/s · "
            + "bad is under no load; waiting until the server has recovered (3 s) · about 9 s left");
        Assert.Equal(idle, await Layout.CardHeightsAsync(page));
        await FitsAsync(page);
        await TellAsync(page, [.. race.After("onlyOneHolds")]);
        await page.Locator("#verdict").WaitForAsync();
        await page.SetViewportSizeAsync(1280, 720);
        Assert.Equal(idle, await Layout.CardHeightsAsync(page));
        await FitsAsync(page);
        await page.Context.CloseAsync();

        static (string, object) Pattern()
        {
            var lanes = ((string[])["bad", "good", "next", "yours"]).Select(name => new
            {
                Name = name,
                Method = "GET",
                Path = $"/{name}",
                Step = name == "next" ? "It adds a step." : null,
            });
            var symptom = "Page 1 is fast. Page 2,001 keeps the database busy for longer than all the others together.";
            return ("patterns", new[] { new { MadeUpRace.Slug, MadeUpRace.Title, Symptom = symptom, Lanes = lanes } });
        }
    }

    [Fact]
    public async Task The_keys_are_explained_without_scrolling()
    {
        var page = await stage.OpenAsync();
        await page.SetViewportSizeAsync(1280, 720);
        await page.Keyboard.PressAsync("?");
        await page.Locator("#help").WaitForAsync();
        var scrolled = await page.EvaluateAsync<int>("() => help.scrollTop");
        var hidden = await page.EvaluateAsync<int>("() => help.scrollHeight - help.clientHeight");
        Assert.Equal((0, 0), (scrolled, hidden));
        await page.Context.CloseAsync();
    }

    private static async Task TellAsync(IPage page, params (string Type, object Data)[] events)
    {
        var json = JsonSerializer.Serialize(events.Select(e => new[] { e.Type, e.Data }), JsonSerializerOptions.Web);
        await page.EvaluateAsync($"() => tell({json})");
    }

    private static async Task FitsAsync(IPage page)
    {
        foreach (var (width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            var problems = await Layout.ProblemsAsync(page);
            Assert.True(problems.Length == 0, $"{width}×{height}: {string.Join('\n', problems)}");
        }
    }
}
