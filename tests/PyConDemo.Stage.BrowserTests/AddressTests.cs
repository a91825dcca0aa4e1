using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>The page shows where the API is, and fits small screens.</summary>
[Collection<OneStage>]
public class AddressTests(StageFixture stage)
{
    [Fact]
    public async Task Links_and_commands_have_the_address_of_the_API()
    {
        var page = await stage.OpenAsync("#/p/long-requests");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await StageFixture.ReadyAsync(page);
        var api = (await page.Locator("#addresses a").First.InnerTextAsync()).Trim();
        Assert.Matches("^http://127.0.0.1:[0-9]+$", api);
        Assert.False(api.EndsWith(":5080", StringComparison.Ordinal), "the tests' stage takes any port");
        foreach (var path in (string[])["/swagger", "/hangfire", "/checklist"])
            await Assertions.Expect(page.Locator($"#addresses a[target=_blank][href='{api}{path}']").First).ToBeVisibleAsync();

        await page.Locator(".notes summary").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        var commands = page.Locator(".notes .command pre").First;
        await Assertions.Expect(commands).ToContainTextAsync($"{api}/bad/reports");
        await Assertions.Expect(page.Locator(".notes .text").Filter(new() { HasText = ":5080" })).ToHaveCountAsync(0);
        await page.Locator(".notes .copy").First.ClickAsync();
        await Assertions.Expect(page.Locator(".notes .copy").First).ToHaveTextAsync("Copied");
        Assert.Equal(
            (await commands.TextContentAsync())!.Trim(),
            await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await StageFixture.LookAsync(page, "commands");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("#/")]
    [InlineData("#/p/n-plus-one")]
    [InlineData("#/checklist")]
    [InlineData("#/replays")]
    [InlineData("#/talk/12")]
    public async Task A_phone_scrolls_in_one_direction_only(string hash)
    {
        var page = await stage.OpenAsync(hash);
        await page.Locator("main h1:visible").First.WaitForAsync();
        await page.EvaluateAsync("""
            () => {
              window.widest = 0;
              const look = () => {
                if (innerWidth === 390) widest = Math.max(widest, document.documentElement.scrollWidth);
                requestAnimationFrame(look);
              };
              look();
            }
            """);
        await page.SetViewportSizeAsync(390, 844);
        if (hash == "#/p/n-plus-one") await page.Locator(".sources .line.differs:visible").First.WaitForAsync();
        await page.WaitForFunctionAsync("widest > 0");
        var width = await page.EvaluateAsync<int>("widest");
        await page.Context.CloseAsync();
        Assert.Equal(390, width);
    }

    [Fact]
    public async Task Six_cards_fit_into_a_projectors_image()
    {
        var page = await stage.OpenAsync();
        await page.SetViewportSizeAsync(1280, 720);
        await StageFixture.ReadyAsync(page);
        await Assertions.Expect(page.Locator(".cards li")).ToHaveCountAsync(6);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight <= innerHeight"));
        await page.Context.CloseAsync();
    }
}
