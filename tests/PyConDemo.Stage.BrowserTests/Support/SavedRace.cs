using System.Text.Json;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>A race of the fixture's stage with a verdict. If there is none yet, it runs one.</summary>
internal sealed class SavedRace(StageFixture stage)
{
    private const int MostRaces = 5; // a busy machine may refuse one

    public async Task CopyAsync(string folder)
    {
        var page = await stage.OpenAsync("#/p/offset-pagination");
        await StageFixture.CanStartAsync(page);
        using var http = new HttpClient { BaseAddress = stage.Address };
        var id = await FirstAsync(http);
        for (var race = 0; id is null && race < MostRaces; race++)
        {
            await page.Keyboard.PressAsync("r");
            await page.Locator(RaceTests.Running).WaitForAsync(); // not the last race's verdict
            await page.Locator("#verdict").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
            await StageFixture.CanStartAsync(page); // a race is saved before another one can start
            id = await FirstAsync(http);
        }

        Assert.True(id is not null, $"{MostRaces} races ended without a verdict.");
        Directory.CreateDirectory(folder);
        var replay = await http.GetStringAsync($"/stage/replays/{id}");
        await File.WriteAllTextAsync(Path.Combine(folder, $"{id}.json"), replay);
        await page.Context.CloseAsync();
    }

    private static async Task<string?> FirstAsync(HttpClient http)
    {
        using var list = JsonDocument.Parse(await http.GetStringAsync("/stage/replays"));
        return list.RootElement.EnumerateArray()
            .Where(r => r.GetProperty("slug").GetString() == "offset-pagination")
            .Where(r => !r.GetProperty("refused").GetBoolean())
            .Select(r => r.GetProperty("id").GetString()).FirstOrDefault();
    }
}
