using System.Text.Json;
using System.Text.RegularExpressions;
using PyConDemo.Stage.BrowserTests.Support;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Replays;
using PyConDemo.Stage.Tests;
using PyConDemo.Stage.Tests.Reporting;

namespace PyConDemo.Stage.BrowserTests;

/// <summary>The page shows the numbers of the reports, in the same format.</summary>
public class NumberTests(StageFixture stage)
{
    [Fact]
    public async Task The_page_shows_each_number_of_a_race_as_the_reports_do()
    {
        Assert.SkipWhen(Chromium.Path is null, StageFixture.NoBrowser);
        using var folder = new ScratchFolder();
        var race = RaceNumbers.Example();
        var replays = Directory.CreateDirectory(Path.Combine(folder.Path, "replays")).FullName;
        var ended = new ReplayEvent(1, "ended", PageJson.Node(new RaceEnded(race, Reports.Facts, true, null)));
        var replay = new Replay(
            Replay.CurrentSchema, "made-up", Reports.Facts, true, race, [ended], new(race.Slug), Sources: null);
        await File.WriteAllTextAsync(
            Path.Combine(replays, "made-up.json"), JsonSerializer.Serialize(replay, PageJson.Options));
        await using var own = await StageFixture.ServeWithoutApiAsync(folder);

        var page = await stage.OpenAsync("#/replay/made-up", own.Address);
        await page.Locator("#verdict").WaitForAsync();
        var shown = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main td, main dd, main p')].map(e => e.textContent)");
        var words = Regex.Replace(string.Join(' ', shown), @"\s+", " ");
        Assert.All(RaceNumbers.Of(race), number => Assert.Contains(number, words, StringComparison.Ordinal));

        // The cards say the same as the table.
        var cards = await page.Locator(".lane").First.InnerTextAsync();
        var bad = race.Lanes[0];
        string[] numbers =
        [
            Format.Ms(bad.Sustained!.Latency!.P95), Format.Ms(bad.Sustained.Latency.P50), Format.Rate(bad.Capacity),
            Format.Share(bad.Overload!.LostRate), Format.Dollars(bad.Cost.PerMillion),
        ];
        Assert.All(numbers, number => Assert.Contains(number, cards, StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("ms")]
    [InlineData("rate")]
    [InlineData("bytes")]
    [InlineData("share")]
    [InlineData("dollars")]
    [InlineData("count")]
    public async Task A_number_has_one_format(string kind)
    {
        double[] values =
        [
            0, 0.0042, 0.0994, 0.0996, 0.5, 0.9949, 0.996, 1, 1.994, 1.996, 9.94, 9.96, 99.4, 99.6, 994, 996, 999.4,
            999.6, 1_234, 9_949, 9_951, 50_000, 999_940, 999_960, 1_234_567, 999_940_000, 12_345_678_900,
        ];
        if (kind == "share") values = [.. values.Where(value => value <= 1)];
        if (kind == "count") values = [.. values.Where(value => value == Math.Floor(value))];
        Func<double, string> format = kind switch
        {
            "ms" => ms => Format.Ms(ms),
            "rate" => Format.Rate,
            "bytes" => Format.Bytes,
            "share" => Format.Share,
            "dollars" => Format.Dollars,
            _ => count => Format.Count(count),
        };
        var page = await stage.OpenAsync();
        var shown = await page.EvaluateAsync<string[]>( // the driver sends 0 as -0
            "([kind, values]) => import('/js/format.js').then(format => values.map(value => format[kind](value + 0)))",
            new object[] { kind, values });
        Assert.Equal(values.Select(format), shown);
        await page.Context.CloseAsync();
    }
}
