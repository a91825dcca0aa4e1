using System.Text.Json.Nodes;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>
/// A replay of a race of the fixture's stage. If there is none yet, it runs one. A busy machine may refuse a verdict, which
/// is not what the tests of the page ask for: such a replay gets the result of a race that never ran.
/// </summary>
internal sealed class SavedRace(StageFixture stage)
{
    public async Task CopyAsync(string folder)
    {
        var page = await stage.OpenAsync($"#/p/{MadeUpRace.Slug}");
        await StageFixture.CanStartAsync(page);
        using var http = new HttpClient { BaseAddress = stage.Address };
        var id = await FirstAsync(http);
        if (id is null)
        {
            await page.Keyboard.PressAsync("r");
            await page.Locator(RaceTests.Running).WaitForAsync(); // not the last race's verdict
            await page.Locator("#verdict").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
            await StageFixture.CanStartAsync(page); // a race is saved before another one can start
            id = await FirstAsync(http);
        }

        Assert.True(id is not null, "The stage has saved no race.");
        var replay = JsonNode.Parse(await http.GetStringAsync($"/stage/replays/{id}"))!;
        if (replay["race"]!["refused"] is { } why)
        {
            TestContext.Current.SendDiagnosticMessage($"the race has no verdict: {why}");
            MadeUpRace.GiveResult(replay);
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{id}.json"), replay.ToJsonString());
        await page.Context.CloseAsync();
    }

    private static async Task<string?> FirstAsync(HttpClient http)
    {
        var list = JsonNode.Parse(await http.GetStringAsync("/stage/replays"))!.AsArray();
        return list.Where(r => (string?)r!["slug"] == MadeUpRace.Slug)
            .OrderBy(r => (bool)r!["refused"]!)
            .Select(r => (string?)r!["id"]).FirstOrDefault();
    }
}
