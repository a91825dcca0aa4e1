using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>The source code on the smallest projector that the page supports.</summary>
[Collection<OneStage>]
public class CodeTests(StageFixture stage)
{
    /// <summary>The pages that axe reads: all of them, or in a plain run one. Reading takes longer than all else.</summary>
    private static readonly string[] ReadByAxe = [.. TestSize.Sample(
        ["long-requests", "offset-pagination", "n-plus-one", "hot-aggregations", "fat-payloads", "row-locking"], plain: 1)];

    private const string Differing = ".sources .line.differs:not(.folded)";

    [Theory]
    [InlineData("long-requests", null)]
    [InlineData("offset-pagination", null)]
    [InlineData("n-plus-one", "NPlusOneProjected.cs")]
    [InlineData("hot-aggregations", "HotAggregationsCached.cs")]
    [InlineData("fat-payloads", null)]
    [InlineData("row-locking", "RowLockingLeased.cs")]
    public async Task Everything_that_differs_is_in_the_window(string slug, string? step)
    {
        var page = await OpenAsync(slug);
        await FitsAsync(page);
        if (ReadByAxe.Contains(slug)) await StageFixture.LookAsync(page, $"code-{slug}");
        if (step is not null)
        {
            await page.Keyboard.PressAsync("s");
            await Assertions.Expect(page.Locator(".sources .file").Last).ToHaveTextAsync(step);
            await FitsAsync(page);
            if (ReadByAxe.Contains(slug)) await StageFixture.LookAsync(page, $"code-{slug}-step");
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_fold_opens_in_both_panes_and_one_button_shows_all_lines()
    {
        var page = await OpenAsync("n-plus-one");
        var folded = page.Locator(".sources .line.folded");
        var equal = page.GetByRole(AriaRole.Button, new() { Name = "equal lines" });
        var hidden = await folded.CountAsync();
        await equal.First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(folded).ToHaveCountAsync(hidden - 10); // five in each pane
        await Assertions.Expect(page.Locator(".fold[aria-expanded=true]")).ToHaveCountAsync(2);
        await AlignedAsync(page);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(folded).ToHaveCountAsync(hidden);

        var all = page.GetByRole(AriaRole.Button, new() { Name = "All lines" });
        await all.ClickAsync();
        await Assertions.Expect(folded).ToHaveCountAsync(0);
        await AlignedAsync(page);
        await StageFixture.LookAsync(page, "code-all-lines");
        await all.ClickAsync();
        await Assertions.Expect(folded).ToHaveCountAsync(hidden);

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.Locator(".sources .line:not(:visible)")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string slug)
    {
        var page = await stage.OpenAsync($"#/p/{slug}");
        await page.SetViewportSizeAsync(1280, 720);
        await StageFixture.ReadyAsync(page);
        await page.Locator(Differing).First.WaitForAsync();
        return page;
    }

    /// <summary>Everything fits below the heading at the window's top, and only the page scrolls.</summary>
    private static async Task FitsAsync(IPage page)
    {
        await page.EvaluateAsync("new Promise(requestAnimationFrame)"); // the size is chosen before the next frame
        await page.EvaluateAsync("document.querySelector('.sources').scrollIntoView()");
        var outside = await page.EvaluateAsync<string[]>($$"""
            [...document.querySelectorAll('{{Differing}}')].filter(row => {
                const { top, right, bottom, left } = row.getBoundingClientRect();
                return top < 0 || left < 0 || bottom > innerHeight || right > innerWidth
                    || row.scrollWidth > row.clientWidth;
            }).map(row => `${row.dataset.n}: ${row.textContent}`)
            """);
        Assert.Empty(outside);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.sources *')].every(e => getComputedStyle(e).overflowY === 'visible')"));
        var rem = await page.EvaluateAsync<double>("""
            (() => {
                const size = element => parseFloat(getComputedStyle(element).fontSize);
                return size(document.querySelector('.code')) / size(document.documentElement);
            })()
            """);
        Assert.InRange(rem, 0.749, 1.021); // readable, and not larger than other code
        await AlignedAsync(page);
    }

    /// <summary>The n-th row of one pane stands next to the n-th row of the other one.</summary>
    private static async Task AlignedAsync(IPage page) => Assert.True(await page.EvaluateAsync<bool>("""
        (() => {
            const rows = pane => [...pane.querySelectorAll('.line:not(.folded), .fold')];
            const tops = pane => rows(pane).map(row => Math.round(row.getBoundingClientRect().top));
            const [left, right] = [...document.querySelectorAll('.sources .code')].map(tops);
            return left.length > 0 && left.join() === right.join();
        })()
        """), "the rows are not aligned");
}
