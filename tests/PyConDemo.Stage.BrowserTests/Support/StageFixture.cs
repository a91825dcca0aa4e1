using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PyConDemo.Stage.BrowserTests.Support;

[assembly: AssemblyFixture(typeof(StageFixture))]

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>One stage with its API and the talk's data, and one browser, for all tests.</summary>
public sealed class StageFixture : IAsyncLifetime
{
    public const string NoBrowser = "no Chromium on this machine";

    /// <summary>For what appears at once on a quiet machine. Others may use this machine too.</summary>
    public const int TimeoutMs = 120_000;

    /// <summary>For what takes longer: seeding, for which the stage waits five minutes, or the checklist.</summary>
    public const int LongTimeoutMs = 300_000;

    private readonly ScratchFolder _folder = new();
    private StageProcess? _stage;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address => _stage!.Address;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Path is null) return; // each test is skipped with this reason
        _stage = await ServeAsync(_folder, "--scale", "medium");
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(TimeoutMs);
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium.Path,
            Args = Chromium.Arguments,
            Headless = true,
            Timeout = TimeoutMs,
        });
    }

    /// <summary>Serves the page of another stage.</summary>
    /// <param name="folder">The folder for data, objects and replays.</param>
    public static Task<StageProcess> ServeAsync(ScratchFolder folder, params string[] arguments)
        => StageProcess.ServeAsync(
            folder.Settings(), line => TestContext.Current.SendDiagnosticMessage($"stage: {line}"), arguments);

    /// <summary>Serves the page of a stage whose target does not exist: it can only show what was saved.</summary>
    /// <param name="folder">The folder for replays.</param>
    public static Task<StageProcess> ServeWithoutApiAsync(ScratchFolder folder)
        => ServeAsync(folder, "--target", "http://127.0.0.1:1");

    /// <summary>Opens a new page with a projector's size.</summary>
    /// <param name="at">The stage's address; null for the fixture's own stage.</param>
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
        page.SetDefaultTimeout(TimeoutMs);
        await page.GotoAsync(new Uri(at ?? Address, path).ToString());
        return page;
    }

    /// <summary>Waits until the API is there and its data is seeded.</summary>
    public static async Task ReadyAsync(IPage page)
        => await page.Locator("#chip.ready").WaitForAsync(new() { Timeout = LongTimeoutMs });

    /// <summary>Waits until the page can start a race or measure the checklist.</summary>
    public static async Task CanStartAsync(IPage page)
    {
        await ReadyAsync(page);
        await page.Locator(".go .primary:enabled").WaitForAsync(new() { Timeout = LongTimeoutMs });
    }

    /// <summary>
    /// Waits until the page is at an address. Playwright's own WaitForURL can miss a change between its first look and
    /// the moment when it starts to listen.
    /// </summary>
    public static Task IsAtAsync(IPage page, string hash)
        => Assertions.Expect(page).ToHaveURLAsync(new Regex($"{Regex.Escape(hash)}$"));

    /// <summary>Checks accessibility with axe, in a full run in both themes. A full run also saves pictures for people
    /// to artifacts/screenshots.</summary>
    public static async Task LookAsync(IPage page, string name)
    {
        ColorScheme[] plain = [name.Length % 2 == 0 ? ColorScheme.Dark : ColorScheme.Light]; // both, over all views
        foreach (var scheme in TestSize.IsFull ? [ColorScheme.Dark, ColorScheme.Light] : plain)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            if (TestSize.IsFull)
            {
                var file = Path.Combine(
                    Repository.Root, "artifacts/screenshots", $"{name}-{scheme.ToString().ToLowerInvariant()}");
                await page.ScreenshotAsync(new() { Path = $"{file}.png" });
                await page.ScreenshotAsync(new() { Path = $"{file}-whole.png", FullPage = true });
            }

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
