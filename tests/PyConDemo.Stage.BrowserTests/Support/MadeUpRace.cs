using System.Text.Json;
using System.Text.Json.Nodes;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>A race that never ran, so that a test can stop it at any moment and need not wait for one. Its lanes' lines
/// end close to each other.</summary>
/// <param name="lanes">2 or 3.</param>
internal sealed class MadeUpRace(int lanes)
{
    public const string Slug = "offset-pagination";
    public const string Title = "OFFSET pagination";
    private const double BinMs = 250, Never = 3_600_000;

    private const string Latencies =
        "At 24 requests/s, a load both can sustain, bad takes 28 ms and good 4.7 ms (median). Good is 5.9 times faster "
        + "(99 % interval 2.8–21).";

    private const string Verdict = $"{Latencies} At 67 requests/s good still keeps up; bad answers only 1 in 9 (1,412 × 503, "
        + "30 timed out). Meanwhile an unrelated route (the bystander) slows from 12 ms to 372 ms next to bad, and stays at "
        + "9.5 ms next to good (p95).";

    private static readonly (string Phase, double At, string Words, double? Rate)[] Phases =
    [
        ("answers", 0, "do all answer the same?", null), ("warmUp", 400, "warming up", null),
        ("capacity", 2_600, "finding each lane's limit …", null),
        ("bothHold", 7_000, "24 requests/s, a load both can sustain", 24),
        ("onlyOneHolds", 13_500, "overload at 67 requests/s", 67),
        ("extras", 25_000, "counting SQL and buffers …", null),
    ];

    private static readonly string Saved = File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "PyConDemo.Stage.Tests", "Replays", "saved.json"));

    private string[] Labels => lanes == 2 ? ["bad", "good"] : ["bad", "good", "yours"];

    /// <summary>A replay that plays at once until the middle of a phase, and then waits.</summary>
    public string Replay(string phase)
    {
        var replay = JsonNode.Parse(Saved)!;
        replay["race"] = Result();
        replay["events"] = JsonSerializer.SerializeToNode(
            Until(phase).Select(e => new { At = 0.0, e.Type, e.Data }).Concat(
                After(phase).Select(e => new { At = Never, e.Type, e.Data })), JsonSerializerOptions.Web);
        return replay.ToJsonString();
    }

    /// <summary>Gives the replay of a race of bad and good a result with a verdict, in place of its own.</summary>
    public static void GiveResult(JsonNode replay)
    {
        var race = new MadeUpRace(lanes: 2);
        replay["race"] = race.Result();
        foreach (var message in replay["events"]!.AsArray().Where(message => (string?)message!["type"] == "ended"))
            message!["data"]!["result"] = race.Result();
    }

    /// <summary>The messages until the middle of a phase. In the overload, the server works off its queue.</summary>
    public IEnumerable<(string Type, object Data)> Until(string phase)
    {
        yield return ("started", new { Id = "x", Slug, Title, Thorough = false, TimeoutMs = 2_000 });
        yield return ("lanes", new { Slug, Title, Labels, PlannedMs = 28_000 });
        foreach (var (i, (name, at, words, rate)) in Phases.Index())
        {
            yield return ("phase", new { At = at, Phase = name, Words = words, Rate = rate });
            var isLast = name == phase;
            var end = isLast ? (at + Phases[i + 1].At) / 2 : Phases[i + 1].At - 1;
            yield return ("points", Points(name, at, end, new { Lane = 0, Loaded = !isLast, ForMs = 3_200 }));
            if (isLast) yield break;
            if (name == "bothHold") yield return ("compared", new { At = end, Result = Result(Latencies) });
        }
    }

    public IEnumerable<(string Type, object Data)> After(string phase)
    {
        var last = Array.FindIndex(Phases, p => p.Phase == phase);
        yield return ("points", Points(phase, Phases[last].At, Phases[last + 1].At - 1, null));
        foreach (var (name, at, words, rate) in Phases[(last + 1)..])
        {
            yield return ("phase", new { At = at, Phase = name, Words = words, Rate = rate });
            yield return ("points", Points(name, at, at + 2_000, null));
        }

        yield return ("ended", new { Result = Result(), Facts = JsonNode.Parse(Saved)!["run"], Thorough = false });
    }

    private object Points(string phase, double from, double to, object? turn)
    {
        var points = new List<object>();
        var bin = Math.Floor(from / BinMs) * BinMs;
        for (var n = 0; bin + BinMs < to; n++, bin += BinMs)
        {
            if (phase is "answers" or "extras") break;
            var (lane, isOverload) = (n / 2 % lanes, phase == "onlyOneHolds");
            if (isOverload) lane = (int)((bin - from) / (11_500.0 / lanes));
            var ms = 28 + lane + (isOverload && lane != 1 ? 60 * (n % 20) : n % 3);
            points.Add(Point(lane == 2 ? 3 : lane, isOverload && n % 20 > 15 ? 5 : 0, ms));
            if (isOverload) points.Add(Point(2, 0, ms - 3));

            ChartPoint Point(int series, int failed, double ms)
                => new(series, bin + (BinMs / 2), 5, failed, ms, 1.5 * ms, 2 * ms);
        }

        var now = Labels.Select(_ => new LaneSnapshot(
            1_500, 1_442, "1,412 × 503, 30 timed out", P95: 1_843.2, Rps: 66.7, SilentMs: 0, P50: 1_228.8));
        return new { At = to, Points = points, Now = now, Turn = turn };
    }

    private JsonNode Result(string verdict = Verdict)
    {
        var race = JsonNode.Parse(Saved)!["race"]!;
        race["verdict"] = verdict;
        foreach (var lane in race["lanes"]!.AsArray())
        {
            lane!["onlyOneHolds"]!["refused"] = 1_412;
            lane["onlyOneHolds"]!["refusedBy"] = new JsonObject { ["503"] = 1_412 };
        }

        if (lanes == 2)
        {
            race["lanes"]!.AsArray().RemoveAt(2);
            race["third"] = null;
        }

        return race.DeepClone(); // which has no parent
    }
}
