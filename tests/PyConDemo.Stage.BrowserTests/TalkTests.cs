using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>The talk's slides with a keyboard, with a clicker, and on paper. They need no race.</summary>
public class TalkTests(StageFixture stage)
{
    [Fact]
    public async Task Keys_and_a_clicker_walk_through_it_and_a_reload_stays()
    {
        var page = await stage.OpenAsync("talk");
        await page.WaitForURLAsync("**/#/talk/1");
        await AtAsync(page, 1, "Servers get stressed too");
        (string, int)[] steps =
        [
            ("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("ArrowLeft", 3), ("PageUp", 2),
            ("End", 24), ("ArrowRight", 24), ("Home", 1), ("PageUp", 1),
        ];
        foreach (var (key, slide) in steps)
        {
            await page.Keyboard.PressAsync(key);
            await AtAsync(page, slide);
        }

        for (var i = 0; i < 6; i++) await page.Keyboard.PressAsync("PageDown"); // faster than the address changes
        await AtAsync(page, 7);
        await page.ReloadAsync();
        await AtAsync(page, 7);
        await page.GoBackAsync();
        await AtAsync(page, 6);
        await page.Keyboard.PressAsync("0");
        await page.Locator(".hero").WaitForAsync();
        await page.Keyboard.PressAsync("t");
        await AtAsync(page, 6);
        await page.GotoAsync(new Uri(stage.Address, "talk/23").ToString());
        await AtAsync(page, 23, "Server Health Checklist");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Notes_come_and_go_and_stay_from_slide_to_slide()
    {
        var page = await stage.OpenAsync("#/talk/4");
        await AtAsync(page, 4);
        var notes = page.Locator(".slide:visible > .text");
        await Assertions.Expect(notes).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(notes).ToContainTextAsync("coordinated omission");
        await page.Keyboard.PressAsync("PageDown");
        await Assertions.Expect(notes).ToContainTextAsync("bystander");
        await StageFixture.LookAsync(page, "talk-notes");
        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(notes).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task It_needs_no_API_and_prints_a_slide_a_page_with_notes()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        await using var own = await StageFixture.ServeWithoutApiAsync(folder);
        var page = await stage.OpenAsync("talk/5", own.Address);
        await AtAsync(page, 5, "Long request cycles");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".verdict")).ToContainTextAsync("The API is still starting.");
        await page.Keyboard.PressAsync("."); // a clicker's black-screen key
        await AtAsync(page, 5);

        var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
        Assert.Equal(24, Regex.Count(Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b"));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator(".slide > .text").Last).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_slide_fits_a_projector_and_axe_finds_nothing()
    {
        var page = await stage.OpenAsync("#/talk/1");
        var lookedAt = TestSize.Sample(Enumerable.Range(1, 24), plain: 6).ToHashSet();
        for (var slide = 1; slide <= 24; slide++)
        {
            await AtAsync(page, slide);
            Assert.True(await page.EvaluateAsync<bool>("""
                (({ scrollHeight, scrollWidth }) => scrollHeight <= innerHeight && scrollWidth <= innerWidth)(
                    document.documentElement)
                """), $"slide {slide} is too large");
            Assert.True(await page.EvaluateAsync<bool>("""
                [...document.querySelectorAll('.slide:not([hidden]) pre')].every(p => p.scrollWidth <= p.clientWidth)
                """), $"slide {slide}: the code is too wide");
            if (lookedAt.Contains(slide)) await StageFixture.LookAsync(page, $"talk-{slide:00}");
            await page.Keyboard.PressAsync("PageDown");
        }

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToContainTextAsync("in the talk");
        await page.Context.CloseAsync();
    }

    internal static async Task AtAsync(IPage page, int slide, string? title = null)
    {
        await Assertions.Expect(page.Locator(".count")).ToHaveTextAsync($"{slide}/24");
        await Assertions.Expect(page.Locator(".slide:visible")).ToHaveCountAsync(1);
        if (title is not null) await Assertions.Expect(page.Locator(".slide:visible h1")).ToHaveTextAsync(title);
        await StageFixture.IsAtAsync(page, $"#/talk/{slide}"); // page.Url may be late
    }
}
