using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PyConDemo.Load.Statistics;
using PyConDemo.Stage.Page;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Tests.Replays;

public sealed class ReplayStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replays").FullName;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_saved_comes_back_and_the_newest_stands_first()
    {
        var store = new ReplayStore(_folder);
        await store.SaveAsync(Replay("20250101-120000-000-offset-pagination"), Cancel);
        await store.SaveAsync(Replay("20250102-120000-000-offset-pagination"), Cancel);
        var list = await store.ListAsync(Cancel);
        Assert.Equal(
            ["20250102-120000-000-offset-pagination", "20250101-120000-000-offset-pagination"], list.Select(h => h.Id));
        var newest = Assert.IsType<ReplayHead>(list[0]);
        Assert.Equal(
            ("offset-pagination", Claim.FirstSlower, 33.0, false),
            (newest.Slug, newest.Claim, newest.Factor, newest.Refused));
        Assert.Equal(["bad", "good"], newest.Lanes);
        var back = await store.FindAsync(list[0].Id, Cancel);
        Assert.Equal(Reports.Race().Verdict, back!.Race.Verdict);
        Assert.Equal(
            """{"at":10,"phase":"bothHold","words":"3/s","rate":3}""", back.Events.Single().Data!.ToJsonString());
    }

    /// <summary>Many rehearsals of one pattern, or many refused races, must not remove another pattern's last race.
    /// </summary>
    [Fact]
    public async Task The_last_race_of_each_pattern_is_in_the_list()
    {
        var store = new ReplayStore(_folder);
        await store.SaveAsync(Of("20250101-120000-000-row-locking", "row-locking"), Cancel);
        await store.SaveAsync(Of("20250101-120000-001-row-locking", "row-locking"), Cancel);
        await store.SaveAsync(Of("20250101-120000-002-row-locking", "row-locking", "the generator was late"), Cancel);
        for (var i = 100; i < 170; i++)
            await store.SaveAsync(Replay($"20250102-120000-{i}-offset-pagination"), Cancel);
        var list = await store.ListAsync(Cancel);
        Assert.Equal(61, list.Count);
        Assert.Equal("20250101-120000-001-row-locking", list[^1].Id);

        static Replay Of(string id, string slug, string? refused = null)
        {
            var replay = Replay(id);
            return replay with { Race = replay.Race with { Slug = slug, Refused = refused } };
        }
    }

    /// <summary>No ratio is not the same as no difference.</summary>
    [Fact]
    public async Task A_race_without_a_ratio_claims_nothing()
    {
        var store = new ReplayStore(_folder);
        var replay = Replay("20250101-120000-000-offset-pagination");
        await store.SaveAsync(replay with { Race = replay.Race with { Compared = null, Claim = null } }, Cancel);
        var head = Assert.IsType<ReplayHead>(Assert.Single(await store.ListAsync(Cancel)));
        Assert.Equal((null, null, false), (head.Claim, head.Factor, head.Refused));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("not-there")]
    [InlineData("")]
    public async Task Nothing_else_is_read(string id)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "..", "secret.json"), "{}", Cancel);
        Assert.Null(await new ReplayStore(_folder).FindAsync(id, Cancel));
    }

    /// <summary>In a folder like /tmp, every user can create a link with the folder's name.</summary>
    [Fact]
    public async Task A_folder_that_another_user_can_have_made_is_not_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "only Unix has such folders");
        var target = Directory.CreateDirectory(Path.Combine(_folder, "target")).FullName;
        await new ReplayStore(target).SaveAsync(Replay("20250101-120000-000-offset-pagination"), Cancel);
        var shared = Directory.CreateDirectory(Path.Combine(_folder, "shared")).FullName;
        using (var chmod = Process.Start("chmod", ["1777", shared])) await chmod.WaitForExitAsync(Cancel);
        File.CreateSymbolicLink(Path.Combine(shared, "replays"), target);

        var store = new ReplayStore(Path.Combine(shared, "replays"));
        Assert.Empty(await store.ListAsync(Cancel));
        Assert.Null(await store.FindAsync("20250101-120000-000-offset-pagination", Cancel));
        var problem = await store.SaveAsync(Replay("20250102-120000-000-offset-pagination"), Cancel);
        Assert.Contains("it is a link in a folder where every user can create one", problem, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(target));
    }

    [Fact]
    public async Task A_folder_that_is_missing_has_no_replays()
        => Assert.Empty(await new ReplayStore(Path.Combine(_folder, "missing")).ListAsync(Cancel));

    /// <summary>A file from anywhere: each value that is wrong, missing or too large is named in one line.</summary>
    public static TheoryData<string, string> BadFiles => new()
    {
        { "", "it is empty" },
        { "{", "it is not the JSON of a replay" },
        { "null", "a list has an empty element" },
        { "[]", "it is not the JSON of a replay" },
        { "\"text\"", "it is not the JSON of a replay" },
        { """{"schemaVersion":1}""", "it is not the JSON of a replay" },
        { new string('[', 10_000), "it is not the JSON of a replay" },
        { With("run", null), "$.run" },
        { Without("run"), "it is not the JSON of a replay" },
        { Without("race"), "it is not the JSON of a replay" },
        { Without("events"), "it is not the JSON of a replay" },
        { With("run", "x"), "$.run" },
        { With("thorough", "yes"), "$.thorough" },
        { With("schemaVersion", 2), "another version of the stage wrote it" },
        { With("id", "other"), "its id is not its file's name" },
        { With("id", "../x"), "its id is not its file's name" },
        { WithRace("lanes", null), "$.race.lanes" },
        { WithRace("lanes", new JsonArray()), "two or three lanes" },
        { WithRace("lanes", new JsonArray(null, null)), "a list has an empty element" },
        { WithRace("slug", new JsonObject { ["onclick"] = "alert(1)" }), "$.race.slug" },
        { WithRace("verdict", new JsonArray("x")), "$.race.verdict" },
        { WithRace("claim", 1), "$.race.claim" },
        { WithRace("seconds", "NaN"), "$.race.seconds" },
        { Good.Replace("\"seconds\":", "\"seconds\":1e999,\"x\":", StringComparison.Ordinal), "is too large" },
        { Good.Replace("\"blocks\":", "\"blocks\":1e300,\"x\":", StringComparison.Ordinal), "$.race.blocks" },
        { Good.Replace("\"id\":", "\"thorough\":true,\"id\":", StringComparison.Ordinal), "$.thorough" }, // twice
        { WithRace("title", new string('x', 1024 * 1024 + 1)), "a text of more than 1 MB" },
        { WithEvent("phase", new JsonObject { ["at"] = 1, ["phase"] = 99, ["words"] = "x" }), "$.phase" },
        { WithEvent("phase", new JsonObject { ["at"] = 1e99, ["phase"] = "bothHold", ["words"] = "" }), "out of range" },
        { WithEvent("phase", new JsonObject { ["at"] = 1, ["phase"] = "bothHold" }), "it is not the JSON of a replay" },
        { WithEvent("phase", null), "'phase' has no data" },
        { WithEvent("lanes", JsonNode.Parse("""{"slug":"x","title":"x","labels":["bad"]}""")), "two or three lanes" },
        { WithEvent("points", JsonNode.Parse("""
            {"at":1,"points":[{"series":9,"at":1,"count":1,"failed":0,"p50":1,"p95":1,"max":1}],"now":[]}
            """)), "a point is out of range" },
        { WithEvent("why", JsonNode.Parse("""
            {"slug":"x","turns":"load","grows":"rows","lanes":[{"lane":"bad","request":"GET /","status":200,"ms":1,
            "bytes":1,"plans":{"plans":[{"count":1,"buffers":1,"rows":1,"milliseconds":1,"rowsLocked":0,
            "root":{"node":{"onclick":"alert(1)"}}}]}}]}
            """)), "$.lanes[0].plans.plans[0].root.node" },
        { With("sources", JsonNode.Parse("""{"panes":[{"lane":"bad","file":"X.cs"}]}""")), "$.sources.panes[0]" },
        { WithSources([new string('x', 65_537)]), "a source file of more than 64 kB" },
        { WithSources([new string('\n', 2_000)]), "a source file of more than 2,000 lines" },
        { WithSources([.. Enumerable.Repeat("x", 9)]), "more than 8 source files" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_named_with_its_problem_and_hides_no_other(string content, string problem)
    {
        var store = new ReplayStore(_folder);
        await store.SaveAsync(Replay("20250101-120000-000-offset-pagination"), Cancel);
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{BadId}.json"), content, Cancel);
        AssertOneProblem(await store.ListAsync(Cancel), $"{BadId}.json is not shown:", problem);
        await Assert.ThrowsAsync<BadReplayException>(() => store.FindAsync(BadId, Cancel));
    }

    [Fact]
    public async Task A_file_without_text_a_folder_a_link_and_a_pipe_are_named()
    {
        var store = new ReplayStore(_folder);
        await store.SaveAsync(Replay("20250101-120000-000-offset-pagination"), Cancel);
        var path = Path.Combine(_folder, $"{BadId}.json");

        await File.WriteAllBytesAsync(path, [.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8], Cancel);
        AssertOneProblem(await store.ListAsync(Cancel), "it is not UTF-8 text");
        File.Delete(path);

        Directory.CreateDirectory(path);
        AssertOneProblem(await store.ListAsync(Cancel), "it is a folder");
        Directory.Delete(path);

        File.CreateSymbolicLink(path, "/dev/zero");
        AssertOneProblem(await store.ListAsync(Cancel), "it is a link");
        File.Delete(path);

        File.CreateSymbolicLink(path, Path.Combine(_folder, "nowhere"));
        AssertOneProblem(await store.ListAsync(Cancel), "it is a link");
        File.Delete(path);

        await File.WriteAllTextAsync(Path.Combine(_folder, "a b.json"), Good, Cancel);
        AssertOneProblem(await store.ListAsync(Cancel), "its name has other characters");
        File.Delete(Path.Combine(_folder, "a b.json"));

        await using (var large = File.Create(path)) large.SetLength(33L * 1024 * 1024);
        AssertOneProblem(await store.ListAsync(Cancel), "it is larger than 32 MB");
        File.Delete(path);

        // .NET can list a name that is not UTF-8, but it can't find the file again.
        using (var touch = Process.Start("sh", ["-c", "printf '{}' > \"$1/$(printf 'x\\377').json\"", "-", _folder]))
            await touch.WaitForExitAsync(Cancel);
        AssertOneProblem(await store.ListAsync(Cancel), "can't be found again");
        using (var rm = Process.Start("sh", ["-c", "rm \"$1/x\"*", "-", _folder])) await rm.WaitForExitAsync(Cancel);

        using (var mkfifo = Process.Start("mkfifo", path)) await mkfifo.WaitForExitAsync(Cancel);
        AssertOneProblem(await store.ListAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel), "it is empty");
    }

    [Fact]
    public async Task A_file_that_is_mended_is_shown_and_many_bad_files_hide_no_replay()
    {
        var store = new ReplayStore(_folder);
        for (var i = 0; i < 70; i++) await File.WriteAllTextAsync(Path.Combine(_folder, $"z{i}.json"), "{", Cancel);
        var path = Path.Combine(_folder, $"{BadId}.json");
        await File.WriteAllTextAsync(path, "{", Cancel);
        Assert.DoesNotContain(await store.ListAsync(Cancel), item => item is ReplayHead);
        await File.WriteAllTextAsync(path, Good, Cancel);
        Assert.Equal(BadId, (await store.ListAsync(Cancel))[0].Id);
    }

    /// <summary>HTML in a replay is not read. Its text is coloured again, and is only ever text.</summary>
    [Fact]
    public async Task The_source_of_an_earlier_version_is_shown_without_its_HTML()
    {
        const string image = "<img src=x onerror=alert(1)>";
        var replay = JsonNode.Parse(Good)!;
        replay["sources"] = new JsonObject
        {
            ["panes"] = new JsonArray(Pane("bad", "class A; // <b>"), Pane("good", "class B;")),
            ["notes"] = image,
            ["yours"] = null,
            ["steps"] = new JsonArray(),
        };
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{BadId}.json"), replay.ToJsonString(), Cancel);
        var found = await new ReplayStore(_folder).FindAsync(BadId, Cancel);
        var page = ReplayPage.Of(found!);
        Assert.DoesNotContain("onerror", JsonSerializer.Serialize(page, PageJson.Options), StringComparison.Ordinal);
        Assert.Equal("class A; // <b>", string.Concat(page.Sources!.Panes[0].Lines[0].Parts.Select(part => part.Text)));

        static JsonObject Pane(string lane, string text) => new()
        {
            ["lane"] = lane,
            ["file"] = $"{lane}.cs",
            ["text"] = text,
            ["lines"] = new JsonArray(new JsonObject { ["number"] = 1, ["html"] = image, ["differs"] = true }),
            ["folds"] = new JsonArray(),
        };
    }

    /// <summary>The regular expressions that divide code would take minutes for this text.</summary>
    [Fact]
    public async Task Code_that_takes_long_to_colour_is_shown_plain()
    {
        var slow = string.Concat(Enumerable.Repeat("/* ", 20_000));
        var replay = JsonNode.Parse(WithSources([slow, slow], "bad", "good"))!;
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{BadId}.json"), replay.ToJsonString(), Cancel);
        var settings = new Dictionary<string, string> { ["PYCONDEMO_REPLAYS"] = _folder };
        await using var stage = await StageProcess.ServeAsync(settings, _ => { }, "--target", "http://127.0.0.1:1");
        using var client = new HttpClient { BaseAddress = stage.Address, Timeout = TimeSpan.FromSeconds(30) };
        var page = JsonNode.Parse(await client.GetStringAsync($"/stage/replays/{BadId}", Cancel))!;
        var parts = page["sources"]!["panes"]![0]!["lines"]![0]!["parts"]!.AsArray();
        Assert.Equal(slow, Assert.Single(parts)!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_fields_and_messages_do_not_reach_the_page()
    {
        var replay = JsonNode.Parse(Good)!;
        replay["extra"] = "hidden-1";
        replay["race"]!["extra"] = "hidden-2";
        replay["events"]![0]!["data"]!["extra"] = "hidden-3";
        replay["events"]!.AsArray().Add(new JsonObject { ["at"] = 1, ["type"] = "constructor", ["data"] = "hidden-4" });
        await File.WriteAllTextAsync(Path.Combine(_folder, $"{BadId}.json"), replay.ToJsonString(), Cancel);
        var page = ReplayPage.Of((await new ReplayStore(_folder).FindAsync(BadId, Cancel))!);
        Assert.DoesNotContain("hidden", JsonSerializer.Serialize(page, PageJson.Options), StringComparison.Ordinal);
    }

    /// <summary>A full or read-only folder acts like this one, which is below a file.</summary>
    [Fact]
    public async Task A_race_that_cannot_be_saved_stays_in_the_list_and_says_so()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", Cancel);
        var store = new ReplayStore(Path.Combine(file, "replays"));
        var problem = await store.SaveAsync(Replay(BadId), Cancel);
        Assert.StartsWith("The race is not saved: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem!);
        Assert.Equal(BadId, Assert.IsType<ReplayHead>(Assert.Single(await store.ListAsync(Cancel))).Id);
        Assert.Equal(BadId, (await store.FindAsync(BadId, Cancel))!.Id);
    }

    private const string BadId = "20250102-120000-000-bad";

    private static string Good => PageJson.Node(Replay(BadId))!.ToJsonString();

    private static string With(string field, JsonNode? value)
    {
        var replay = JsonNode.Parse(Good)!;
        replay[field] = value;
        return replay.ToJsonString();
    }

    private static string Without(string field)
    {
        var replay = JsonNode.Parse(Good)!.AsObject();
        replay.Remove(field);
        return replay.ToJsonString();
    }

    private static string WithRace(string field, JsonNode? value)
    {
        var replay = JsonNode.Parse(Good)!;
        replay["race"]![field] = value;
        return replay.ToJsonString();
    }

    private static string WithSources(string[] texts, params string[] lanes) => With("sources", new JsonObject
    {
        ["panes"] = new JsonArray([.. texts.Select((text, i) => new JsonObject
        {
            ["lane"] = lanes.ElementAtOrDefault(i) ?? $"lane{i}",
            ["file"] = "X.cs",
            ["text"] = text,
        })]),
    });

    private static string WithEvent(string type, JsonNode? data)
        => With("events", new JsonArray(new JsonObject { ["at"] = 1, ["type"] = type, ["data"] = data }));

    private static void AssertOneProblem(IReadOnlyList<ReplayListItem> list, params string[] words)
    {
        Assert.Single(list, item => item is ReplayHead);
        var problem = Assert.Single(list, item => item is not ReplayHead).Problem!;
        Assert.All(words, word => Assert.Contains(word, problem, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', problem!);
        Assert.InRange(problem.Length, 1, 300);
    }

    private static Replay Replay(string id)
        => new(Stage.Replays.Replay.CurrentSchema, id, Reports.Facts, false, Reports.Race(),
        [new(10, "phase", PageJson.Node(new RacePhaseStarted(10, RacePhase.Sustained, "3/s", 3)))], null, null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
