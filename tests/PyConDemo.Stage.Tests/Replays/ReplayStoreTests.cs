using PyConDemo.Load.Statistics;
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
        Assert.Equal(
            ("offset-pagination", Claim.FirstSlower, 33.0, false),
            (list[0].Slug, list[0].Claim, list[0].Factor, list[0].Refused));
        Assert.Equal(["bad", "good"], list[0].Lanes);
        var back = await store.FindAsync(list[0].Id, Cancel);
        Assert.Equal(Reports.Race().Verdict, back!.Race.Verdict);
        Assert.Equal("""{"words":"3/s"}""", back.Events.Single().Data!.ToJsonString());
    }

    /// <summary>No ratio is not the same as no difference.</summary>
    [Fact]
    public async Task A_race_without_a_ratio_claims_nothing()
    {
        var store = new ReplayStore(_folder);
        var replay = Replay("20250101-120000-000-offset-pagination");
        await store.SaveAsync(replay with { Race = replay.Race with { Compared = null, Claim = null } }, Cancel);
        var head = Assert.Single(await store.ListAsync(Cancel));
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

    [Fact]
    public async Task Files_that_are_no_replays_are_passed_over()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.json"), "{", Cancel);
        await File.WriteAllTextAsync(Path.Combine(_folder, "b.json"), """{"schemaVersion":1}""", Cancel);
        const string noLanes = """{"schemaVersion":1,"race":{"slug":"x"},"events":[]}""";
        await File.WriteAllTextAsync(Path.Combine(_folder, "c.json"), noLanes, Cancel);
        Assert.Empty(await new ReplayStore(_folder).ListAsync(Cancel));
        Assert.Empty(await new ReplayStore(Path.Combine(_folder, "missing")).ListAsync(Cancel));
    }

    private static Replay Replay(string id)
        => new(Stage.Replays.Replay.CurrentSchema, id, Reports.Facts, false, Reports.Race(),
        [new(10, "phase", PageJson.Node(new { words = "3/s" }))], null, null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
