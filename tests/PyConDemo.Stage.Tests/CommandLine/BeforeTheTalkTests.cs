using Microsoft.AspNetCore.Builder;
using PyConDemo.ApiClient;
using PyConDemo.CommandLine;
using PyConDemo.Stage.Tests.Fakes;

namespace PyConDemo.Stage.Tests.CommandLine;

/// <summary>Tests `check` and `reset`, which a speaker runs before a talk.</summary>
public sealed class BeforeTheTalkTests : IDisposable
{
    private readonly DirectoryInfo _replayFolder = Directory.CreateTempSubdirectory("pycondemo-replays-");

    public void Dispose() => _replayFolder.Delete(recursive: true);

    [Fact]
    public async Task What_is_missing_is_told_in_one_line_and_by_the_exit_code()
    {
        await using var demo = await new FakeDemo().StartAsync();
        var (code, output) = await RunAsync("check", "--target", $"{demo.Address}");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCode.NotReady, code);
        Assert.Contains(
            lines, line => line.StartsWith("ok     data: scale small, seeded and verified", StringComparison.Ordinal));
        Assert.Contains(
            lines, line => line.StartsWith("to do  replays: none of long-requests, ", StringComparison.Ordinal));
        Assert.All(
            lines,
            line => Assert.True(line.StartsWith("ok ", StringComparison.Ordinal)
                || line.StartsWith("to do ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_dead_target_is_told_like_everything_else()
    {
        var (code, output) = await RunAsync("check", "--target", "http://127.0.0.1:1");
        Assert.Equal(ExitCode.NotReady, code);
        Assert.Contains("to do  data: Nothing answers at http://127.0.0.1:1/", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_reset_tells_its_counts_and_removes_replays_on_request(bool replays, int left)
    {
        File.WriteAllText(Path.Combine(_replayFolder.FullName, "20261123-120000-n-plus-one.json"), "{}");
        var fake = new FakeDemo
        {
            More = app => app.MapPost("/demo/reset", () => new ResetCounts(12, 11, 14, 50_000)),
        };
        await using var demo = await fake.StartAsync();
        var (code, output) = await RunAsync(
            ["reset", "--target", $"{demo.Address}", .. replays ? (string[])["--replays"] : []]);

        Assert.Equal(ExitCode.Success, code);
        Assert.StartsWith(
            "Removed 12 reports, 11 PDFs and 14 background jobs; 50,000 jobs are pending.", output,
            StringComparison.Ordinal);
        Assert.Equal(left, _replayFolder.GetFiles().Length);
    }

    private async Task<(ExitCode Code, string Output)> RunAsync(params string[] arguments)
    {
        var command = StageProcess.Command(arguments);
        command.Environment["PYCONDEMO_REPLAYS"] = _replayFolder.FullName;
        var (code, output, error) = await command.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", error);
        return ((ExitCode)code, output.ReplaceLineEndings("\n"));
    }
}
