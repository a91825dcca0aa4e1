using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

/// <summary>Whatever a lane does, its check ends with a message that helps.</summary>
public sealed class LaneJudgeTests(JudgeFixture judge) : IDisposable
{
    private const string Pattern = "NPlusOne";
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slip_is_named_with_its_line()
    {
        var file = WriteLane("return TypedResults.Ok(new NPlusOneResult(post.Autor));");
        var error = Assert.Single((await Assert.ThrowsAsync<CompileErrorsException>(() => CheckAsync(file))).Errors);
        Assert.Equal(file, error.File);
        Assert.Contains("Autor", (await File.ReadAllLinesAsync(file, Cancel))[error.Line - 1], StringComparison.Ordinal);
        Assert.StartsWith("CS0103", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.DateTime.UtcNow.Ticks")]
    [InlineData("System.TimeProvider.System.GetTimestamp()")]
    [InlineData("System.Environment.TickCount64")]
    public async Task A_clock_that_the_judge_cannot_move_is_refused(string clock)
    {
        var file = WriteLane($"if ({clock} < 0) return null!; {Empty}");
        var error = (await Assert.ThrowsAsync<CompileErrorsException>(() => CheckAsync(file))).Errors[0];
        Assert.Contains("TimeProvider clock", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_named_with_its_place()
    {
        var why = await RefusalAsync("""await Task.Yield(); throw new InvalidTimeZoneException("no zone");""");
        Assert.Contains("Your handler threw InvalidTimeZoneException: no zone", why, StringComparison.Ordinal);
        Assert.Contains($"{Pattern}Yours.cs:10", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_loop_ends()
        => Assert.Contains("a loop", await RefusalAsync("await Task.Yield(); while (size > 0) { } " + Empty), StringComparison.Ordinal);

    [Fact]
    public async Task A_lane_that_eats_the_memory_ends()
    {
        var why = await RefusalAsync("""
            await Task.Yield(); var all = new List<byte[]>(); while (size > 0) all.Add(new byte[10_000_000]);
            """ + Empty);
        Assert.Contains("OutOfMemoryException", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_ends_is_named()
        => Assert.Contains("ended", await RefusalAsync("await Task.Yield(); Environment.Exit(3); " + Empty), StringComparison.Ordinal);

    [Fact]
    public async Task A_renamed_handler_is_named()
    {
        var file = WriteLane("await Task.Yield(); " + Empty);
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file, Cancel)).Replace("GetPosts", "ReadPosts", StringComparison.Ordinal), Cancel);
        var result = await CheckAsync(file);
        Assert.Contains("no public static method GetPosts", result.Refused?.Why.Message, StringComparison.Ordinal);
    }

    /// <summary>What an attempt did to its database is gone at the next one.</summary>
    [Fact]
    public async Task An_attempt_leaves_nothing_behind()
    {
        var create = "await db.Database.ExecuteSqlRawAsync(\"CREATE TABLE mine (id int)\", cancellationToken); " + Empty;
        Assert.DoesNotContain("mine", await RefusalAsync(create), StringComparison.Ordinal);
        Assert.DoesNotContain("mine", await RefusalAsync(create), StringComparison.Ordinal); // it would exist already
    }

    private const string Empty = "return TypedResults.Ok(new NPlusOneResult([]));";

    private string WriteLane(string body) => _folder.File($"{Pattern}Yours.cs", $$"""
        namespace PyConDemo.Api.AntiPatterns.NPlusOne;

        public static class NPlusOneYours
        {
            public static async Task<Ok<NPlusOneResult>> GetPosts(
                DemoDb db,
                CancellationToken cancellationToken,
                [Range(1, PostItem.MaxPosts)] int size = 100)
            {
        {{body}}
            }
        }
        """);

    private Task<CheckResult> CheckAsync(string file) => judge.CheckAsync(Pattern, file, Cancel);

    private async Task<string> RefusalAsync(string body) => (await CheckAsync(WriteLane(body))).Refused!.Value.Why.Message;

    public void Dispose() => _folder.Dispose();
}
