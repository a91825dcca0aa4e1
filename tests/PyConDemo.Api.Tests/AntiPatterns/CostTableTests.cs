using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>
/// The README's table has measured numbers. This test fails when they are out of date, and tests/PyConDemo.Figures
/// writes them.
/// </summary>
public sealed class CostTableTests(Cluster cluster)
{
    private static readonly string Readme = Path.Combine(Repository.Root, "README.md");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_table_in_the_README_is_what_the_lanes_cost()
    {
        // On a busy machine a refresh takes seconds. Its snapshot would change what the restored queue costs.
        await using var app = await DemoApp.StartAsync(
            cluster, DemoScale.Medium, host => host.UseSetting("Dashboard:RefreshSeconds", "3600"));
        using var client = app.CreateClient();
        var meter = new LaneMeter(app, client);

        var lines = await File.ReadAllLinesAsync(Readme, Cancel);
        foreach (var pattern in AntiPatternCatalog.All)
        {
            var costs = new List<LaneCost>();
            foreach (var lane in pattern.Pair())
            {
                // The first request opens connections and fills caches.
                await meter.MeasureAsync(lane, RestoreAsync, Cancel);
                costs.Add(await meter.MeasureAsync(lane, RestoreAsync, Cancel));
            }

            var folder = $"src/PyConDemo.Api/AntiPatterns/{Repository.NameOf(pattern.Slug)}";
            var start = $"| [{pattern.Slug}]({folder}/README.md) | {pattern.Symptom} |";
            var row = lines.Single(line => line.StartsWith($"| [{pattern.Slug}]", StringComparison.Ordinal));
            var cells = row.Split(" | ");
            Assert.StartsWith(start, row, StringComparison.Ordinal);
            Assert.True(
                costs[0].Agrees(cells[2]) && costs[1].Agrees(cells[3]), $"{row}\nis now: {costs[0]} | {costs[1]}");

            Task RestoreAsync() => pattern.Slug switch
            {
                // A claim takes jobs out of the queue, and its cost depends on the queue's length.
                "row-locking" => client.PostAsync($"/demo/jobs/reset?pending={pattern.Dial.Default}", null, Cancel),
                // The workers change the tables of the reports until the accepted ones are done.
                "long-requests" => Eventually.TrueAsync(
                    async () => (await client.GetFromJsonAsync<ServerVitals>("/vitals", Cancel))!.Backlog == 0,
                    "all reports are done", Cancel),
                _ => Task.CompletedTask,
            };
        }
    }
}
