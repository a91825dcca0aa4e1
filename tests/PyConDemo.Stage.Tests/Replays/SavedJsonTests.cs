using System.Text.Json;
using System.Text.Json.Nodes;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Growth;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Replays;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.Tests.Replays;

/// <summary>Other programs read the JSON, and saved races must load in later versions. So its names stay.</summary>
public sealed class SavedJsonTests : IDisposable
{
    private const string Id = "20251009-120000-000-offset-pagination";
    private readonly string _folder = Directory.CreateTempSubdirectory("replays").FullName;

    /// <summary>A replay that an earlier version saved, with a third lane and all phases.</summary>
    private static readonly string Saved = File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "PyConDemo.Stage.Tests", "Replays", "saved.json"));

    [Fact]
    public async Task A_replay_of_an_earlier_version_loads_and_is_written_with_the_same_names()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{Id}.json"), Saved, cancellationToken);
        var replay = (await new ReplayStore(_folder).FindAsync(Id, cancellationToken))!;

        Assert.Equal((Id, "yours", Claim.FirstSlower), (replay.Id, replay.Race.Third!.Lane, replay.Race.Claim));
        Assert.All(replay.Race.Lanes, lane => Assert.True(lane is { Sustained.Sent: 120, Overload.Sent: 120 }));
        AssertSame(JsonNode.Parse(Saved), PageJson.Node(replay));
    }

    [Fact]
    public void The_report_of_a_race_has_the_same_names_as_its_replay()
    {
        var saved = JsonNode.Parse(Saved)!;
        var race = saved["race"].Deserialize<RaceResult>(PageJson.Options)!;
        var report = JsonNode.Parse(JsonReport.Write(Reports.Report() with { Races = [race] }))!.AsObject();
        Assert.Equal(["schemaVersion", "run", "races"], report.Select(field => field.Key));
        AssertSame(saved["run"], report["run"]);
        AssertSame(saved["race"], report["races"]![0]);
    }

    [Fact]
    public void The_phases_are_named_in_the_messages_of_a_replay()
        => Assert.Equal(
            ["answers", "warmUp", "capacity", "bothHold", "onlyOneHolds", "extras"],
            Enum.GetValues<RacePhase>().Select(phase => (string?)PageJson.Node(phase)));

    [Fact]
    public void Evidence_names_what_turns_the_dial_and_what_grows()
        => Assert.Equal(
            """{"slug":"x","dial":5,"turns":"load","grows":"pagesRendered","lanes":[]}""",
            PageJson.Node(new EvidenceAnswer("x", 5, DialKind.Load, GrowthCost.PagesRendered, []))!.ToJsonString());

    [Fact]
    public void A_growth_report_keeps_its_names()
    {
        var point = new GrowthPoint(10, null, 100, 1.5, 0.5, 3);
        var lane = new GrowthLane("bad", [point], new Dictionary<string, string> { ["rows read"] = "constant" });
        var report = new GrowthReport(1, Reports.Facts, "x", "X", "page", "pages", [lane], ["rows read"], "Words.");
        var json = JsonNode.Parse(JsonReport.Write(report))!.AsObject();
        Assert.Equal(
            ["schemaVersion", "run", "slug", "title", "dial", "unit", "lanes", "measures", "verdict"],
            json.Select(field => field.Key));
        Assert.Equal(
            """
            [{"label":"bad",
            "points":[{"dial":10,"counts":null,"wireBytes":100,"ms":1.5,"failed":0.5,"backlog":3}],
            "shapes":{"rows read":"constant"}}]
            """.ReplaceLineEndings(""),
            json["lanes"]!.ToJsonString());
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual)
        => Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected}\n\nis not\n\n{actual}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
