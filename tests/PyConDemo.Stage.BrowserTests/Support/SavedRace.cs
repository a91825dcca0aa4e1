using System.Text.Json;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>A finished race of the fixture's stage. If there is none yet, it runs one.</summary>
internal sealed class SavedRace(StageFixture stage)
{
    public async Task CopyAsync(string folder)
    {
        var page = await stage.OpenAsync("#/p/offset-pagination");
        await StageFixture.CanStartAsync(page);
        using var http = new HttpClient { BaseAddress = stage.Address };
        var id = await FirstAsync(http);
        if (id is null)
        {
            await page.Keyboard.PressAsync("r");
            await page.Locator("#verdict").WaitForAsync(new() { Timeout = StageFixture.LongTimeoutMs });
            await StageFixture.CanStartAsync(page); // a race is saved before another one can start
            id = await FirstAsync(http);
        }

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
            .Select(r => r.GetProperty("id").GetString()).FirstOrDefault();
    }
}
