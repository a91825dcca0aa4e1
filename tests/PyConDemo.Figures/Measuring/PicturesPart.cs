using System.Net.Http.Json;
using Microsoft.Playwright;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Figures.Measuring;

/// <summary>Takes the README's pictures of the page, after a short race of each anti-pattern.</summary>
internal sealed class PicturesPart(IPage page, Uri address)
{
    private const int Attempts = 3;
    private const string Shown = "hot-aggregations";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10); // the first start seeds a million orders

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Chromium.Path is null)
        {
            Progress.Say("pictures: there is no Chromium on this machine, so the old pictures stay");
            return;
        }

        Progress.Say("pictures: starting the stage");
        await using var stage = await StageProcess.ServeAsync([], _ => { }, "--scale", "medium");
        var address = stage.Address;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments, Headless = true });
        var page = await browser.NewPageAsync(new()
        {
            ViewportSize = new() { Width = 1920, Height = 1080 },
            ColorScheme = ColorScheme.Dark,
            ReducedMotion = ReducedMotion.Reduce,
        });
        page.SetDefaultTimeout((float)Longest.TotalMilliseconds);
        await page.GotoAsync(address.ToString());
        await new PicturesPart(page, address).TakeAsync(cancellationToken);
    }

    /// <exception cref="InvalidOperationException">A race had no ratio, so its picture would show nothing.</exception>
    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var slug in RaceCatalog.Slugs)
        {
            if (!await RaceAsync(slug, cancellationToken)) missing.Add(slug);
            else if (slug == Shown) await SaveAsync("race");
        }

        await OpenAsync("#/", ".cards");
        if (missing.Count == 0) await SaveAsync("home");
        Progress.Say("pictures: measuring the checklist");
        await OpenAsync("#/checklist", "td.lane-state.healthy");
        // The button is disabled while the checklist is measured.
        await page.Locator(".go .primary:enabled").WaitForAsync();
        await SaveAsync("checklist");
        if (missing.Count > 0)
            throw new InvalidOperationException($"no race of {string.Join(", ", missing)} had a ratio; old pictures stay");
    }

    private async Task<bool> RaceAsync(string slug, CancellationToken cancellationToken)
    {
        await OpenAsync($"#/p/{slug}", ".go .primary:enabled");
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            Progress.Say($"pictures: racing {slug}");
            await page.Keyboard.PressAsync("r");
            // Otherwise this could be the verdict of the race before.
            await page.Locator(".verdict [role=progressbar]").WaitForAsync();
            await page.Locator("#verdict").WaitForAsync();
            await page.Locator(".go .primary:enabled").WaitForAsync(); // the race is saved before another one can start
            if (await HasRatioAsync(slug, cancellationToken)) return true;
            Progress.Say($"pictures: the race of {slug} has no ratio, attempt {attempt} of {Attempts}");
        }

        return false;
    }

    private async Task<bool> HasRatioAsync(string slug, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        var saved = await http.GetFromJsonAsync<SavedRace[]>("/stage/replays", cancellationToken);
        return saved!.FirstOrDefault(race => race.Slug == slug) is { Refused: false, Factor: not null };
    }

    private async Task OpenAsync(string hash, string until)
    {
        await page.GotoAsync(new Uri(address, hash).ToString());
        await page.Locator(until).First.WaitForAsync();
    }

    private async Task SaveAsync(string name)
    {
        Progress.Say($"pictures: docs/{name}.png");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", $"{name}.png") });
    }

    private sealed record SavedRace(string Slug, bool Refused, double? Factor);
}
