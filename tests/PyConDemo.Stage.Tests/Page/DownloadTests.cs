using System.Net;
using System.Text.Json.Nodes;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Tests.Page;

/// <summary>A saved race as files.</summary>
public sealed class DownloadTests : IDisposable
{
    private const string Id = "20250101-120000-000-offset-pagination";
    private readonly ScratchFolder _folder = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_point_of_the_chart_is_a_line()
    {
        var race = Reports.RaceOfThree();
        race = race with { Lanes = [race.Lanes[0] with { Label = "a \"bad\", one" }, .. race.Lanes.Skip(1)] };
        var replay = Replay([Points(375, 0), Points(375, 3), Points(125, 2), Points(375, 0, count: 7)]) with { Race = race };
        Assert.Equal(
            """
            seconds,series,count,failed,p50_ms,p95_ms,max_ms
            0.125,bystander,4,1,1.5,20,30
            0.375,"a ""bad"", one",7,1,1.5,20,30
            0.375,yours,4,1,1.5,20,30

            """.ReplaceLineEndings("\r\n"),
            ReplayCsv.Write(replay));
    }

    [Fact]
    public async Task The_report_and_the_points_can_be_downloaded()
    {
        await new ReplayStore(_folder.Path).SaveAsync(Replay([Points(125, 1)]), Cancel);
        var settings = new PageSettings(
            new("http://127.0.0.1:1"), null, "http://127.0.0.1:0", Open: false, Thorough: false, Verbose: false);
        await using var app = await PageApp.StartAsync(settings with { Replays = _folder.Path }, Cancel);
        using var http = new HttpClient { BaseAddress = new(PageApp.AddressOf(app)) };

        var report = await DownloadAsync("report", "text/html", $"{Id}.html");
        Assert.Contains("OFFSET &lt;pagination&gt;", report, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", report, StringComparison.Ordinal);
        var csv = await DownloadAsync("csv", "text/csv", $"{Id}.csv");
        Assert.Contains("\r\n0.125,good,4,1,1.5,20,30\r\n", csv, StringComparison.Ordinal);
        var document = JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json", Cancel))!;
        Assert.NotNull(document["paths"]!["/stage/replays/{id}/report"]!["get"]!["responses"]!["404"]);

        async Task<string> DownloadAsync(string name, string type, string file)
        {
            using var answer = await http.GetAsync($"/stage/replays/{Id}/{name}", Cancel);
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            var disposition = answer.Content.Headers.ContentDisposition;
            Assert.Equal(("attachment", file), (disposition?.DispositionType, disposition?.FileName));
            using var head = await http.SendAsync(new(HttpMethod.Head, $"/stage/replays/{Id}/{name}"), Cancel);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            return await answer.Content.ReadAsStringAsync(Cancel);
        }
    }

    private static Replay Replay(ReplayEvent[] events) => new(
        Stage.Replays.Replay.CurrentSchema, Id, Reports.Facts, Thorough: false, Reports.Race(), events, null, null);

    private static ReplayEvent Points(double at, int series, long count = 4) => new(at, "points", PageJson.Node(
        new RacePoints(at, [new(series, at, count, 1, 1.5, 20, 30)], [Nothing, Nothing])));

    private static readonly LaneSnapshot Nothing = new(0, 0, null, null, null, 0);

    public void Dispose() => _folder.Dispose();
}
