using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>The README's table is measured, not told: this test writes it, and fails when it is out of date.</summary>
public sealed class CostTableTests(Cluster cluster)
{
    private static readonly string Readme = Path.Combine(Repository.Root, "README.md");

    private static bool IsUpdate => Environment.GetEnvironmentVariable("UPDATE_README") == "1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_table_in_the_README_is_what_the_lanes_cost()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Stage);
        using var client = app.CreateClient();
        var meter = new LaneMeter(app, client);

        var text = await File.ReadAllTextAsync(Readme, Cancel);
        foreach (var pattern in AntiPatternCatalog.All)
        {
            var costs = new List<LaneCost>();
            foreach (var lane in pattern.Pair())
            {
                await meter.MeasureAsync(lane, Cancel); // the first request opens connections and fills caches
                costs.Add(await meter.MeasureAsync(lane, Cancel));
            }

            var start = $"| [{pattern.Slug}](src/PyConDemo.Api/AntiPatterns/{Repository.NameOf(pattern.Slug)}/README.md) | {pattern.Symptom} |";
            var row = text.Split('\n').Single(line => line.StartsWith($"| [{pattern.Slug}]", StringComparison.Ordinal));
            if (IsUpdate)
            {
                text = text.Replace(row, $"{start} {costs[0]} | {costs[1]} |", StringComparison.Ordinal);
                continue;
            }

            var cells = row.Split(" | ");
            Assert.StartsWith(start, row, StringComparison.Ordinal);
            Assert.True(costs[0].Agrees(cells[2]) && costs[1].Agrees(cells[3]), $"{row}\nis now: {costs[0]} | {costs[1]}");
        }

        if (IsUpdate)
        {
            await File.WriteAllTextAsync(Readme, text, Cancel);
        }
    }
}
