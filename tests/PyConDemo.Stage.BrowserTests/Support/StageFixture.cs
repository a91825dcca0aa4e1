using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

[assembly: AssemblyFixture(typeof(StageFixture))]

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>One stage with its API on the talk's data, and one browser, for all tests.</summary>
public sealed class StageFixture : IAsyncLifetime
{
    public const string NoBrowser = "no Chromium on this machine";

    /// <summary>Of what comes at once on a quiet machine, in milliseconds: others may use this one too. Claims about time have numbers of their own.</summary>
    public const int Patience = 120_000;

    /// <summary>The same of what takes a while: seeding, to which the stage itself gives five minutes, or a round of the checklist.</summary>
    public const int LongPatience = 300_000;

    private readonly ScratchFolder _folder = new();
    private StageProcess? _stage;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address => _stage!.Address;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null) return; // each test says so
        _stage = await StageProcess.StartAsync(_folder, "--scale", "medium");
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Path,
            Args = Chromium.Arguments,
            Headless = true,
            Timeout = Patience,
        });
    }

    /// <summary>A new page as on a projector.</summary>
    /// <param name="at">Null: the fixture's own stage.</param>
    public async Task<IPage> OpenAsync(string path = "", Uri? at = null, bool dark = true)
    {
        Assert.SkipWhen(Chromium.Path is null, NoBrowser);
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 1920, Height = 1080 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync(new Uri(at ?? Address, path).ToString());
        return page;
    }

    /// <summary>Waits until the API is there, its data seeded.</summary>
    public static async Task ReadyAsync(IPage page) => await page.Locator("#chip.ready").WaitForAsync(new() { Timeout = LongPatience });

    /// <summary>Waits until the page says that a race can start, or the checklist be measured.</summary>
    public static async Task CanStartAsync(IPage page)
    {
        await ReadyAsync(page);
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = LongPatience });
    }

    /// <summary>Waits until the page is at an address. Playwright's own WaitForURL looks once and then listens: a change in between is lost.</summary>
    public static Task IsAtAsync(IPage page, string hash)
        => Assertions.Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(hash)}$"));

    /// <summary>Nothing that axe finds, in both themes; a picture of each goes to artifacts/screenshots.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var file = Path.Combine(Repository.Root, "artifacts", "screenshots", $"{name}-{scheme.ToString().ToLowerInvariant()}");
            await page.ScreenshotAsync(new() { Path = $"{file}.png" });
            await page.ScreenshotAsync(new() { Path = $"{file}-whole.png", FullPage = true });
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(v =>
                $"{scheme}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_stage is not null) await _stage.DisposeAsync();
        _folder.Dispose();
    }
}
