using PyConDemo.Stage.Engines;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Tests.Engines;

/// <summary>Against a script that prints what k6 prints.</summary>
public sealed class K6EngineTests : IDisposable
{
    private static readonly Pattern Orders = new("offset-pagination", "OFFSET", "", "",
        [new("bad", "GET", "/bad/orders", null), new("good", "GET", "/good/orders", null)], null);

    private readonly string fake = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task Points_become_the_same_result_as_the_stages_own()
    {
        var race = await RunAsync("""
            echo '{"metric":"http_req_duration","type":"Metric","data":{"type":"trend"}}'
            echo '{"metric":"http_req_duration","type":"Point","data":{"time":"2025-10-09T12:00:00.1Z","value":120.5,"tags":{"slug":"offset-pagination","lane":"bad","status":"200"}}}'
            echo '{"metric":"http_req_duration","type":"Point","data":{"time":"2025-10-09T12:00:00.2Z","value":5000,"tags":{"lane":"bad","status":"0","error_code":"1050"}}}'
            echo '{"metric":"dropped_iterations","type":"Point","data":{"time":"2025-10-09T12:00:00.2Z","value":2,"tags":{"scenario":"offset-pagination_bad"}}}'
            echo '{"metric":"http_req_duration","type":"Point","data":{"time":"2025-10-09T12:00:01Z","value":4,"tags":{"lane":"good","status":"200"}}}'
            echo '{"metric":"data_received","type":"Point","data":{"time":"2025-10-09T12:00:01Z","value":700,"tags":{"lane":"good"}}}'
            echo '{"metric":"http_req_duration","type":"Point","data":{"time":"2025-10-09T12:00:01Z","value":9,"tags":{"beside":"offset-pagination/bad"}}}'
            echo '{"metric":"http_req_duration","type":"Point","data":{"time":"2025-10-09T12:00:01Z","value":1,"tags":{"beside":"alone"}}}'
            echo 'not a point'; exit 99
            """);
        var (bad, good) = (race.Lanes[0].BothHold!, race.Lanes[1].BothHold!);
        Assert.Null(race.Refused);
        Assert.Equal((4L, 1L, 1L, 2L), (bad.Sent, bad.Answered, bad.TimedOut, bad.Unsent));
        Assert.Equal((9, 1), ((int)bad.Bystander!.P95, (int)race.BystanderAlone!.P95));
        Assert.Equal((1L, 700d), (good.Sent, good.BytesPerAnswer));
        Assert.Null(race.Claim); // nothing was interleaved
        Assert.Contains("bad fails 75 %, good answers 95 % within 4.0 ms", race.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_last_word_says_why_it_failed()
    {
        var race = await RunAsync("echo 'nothing answers' >&2; exit 107");
        Assert.Equal("k6 ended with 107: nothing answers", race.Refused);
    }

    [Fact]
    public async Task The_race_s_settings_reach_the_scripts()
        => Assert.Equal("k6 ended with 107: bad,good 8s 5s", (await RunAsync("""echo "$LANES $DURATION $TIMEOUT" >&2; exit 107""")).Refused);

    [Fact]
    public async Task Without_k6_there_is_one_clear_line()
    {
        var e = await Assert.ThrowsAsync<StageException>(() =>
            K6Engine.VersionAsync(TestContext.Current.CancellationToken, Path.Combine(Path.GetTempPath(), "no-k6-here")));
        Assert.Equal(ExitCode.CannotStart, e.Code);
        Assert.StartsWith("No k6 is on the PATH", e.Message, StringComparison.Ordinal);
    }

    private async Task<RaceResult> RunAsync(string script)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "needs /bin/sh");
        var cancel = TestContext.Current.CancellationToken;
        // Written by a shell: a file that this process holds open while another test forks cannot be run ("text file busy").
        using (var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", "printf '#!/bin/sh\\n%s\\n' \"$2\" > \"$1\"; chmod +x \"$1\"", "sh", fake, script]))
            await shell.WaitForExitAsync(cancel);
        using var client = new DemoClient(new Uri("http://127.0.0.1:1"));
        return await new K6Engine(client, new RaceSettings(), new SilentObserver(), fake).RunAsync(Orders, cancel);
    }

    public void Dispose() => File.Delete(fake);
}
