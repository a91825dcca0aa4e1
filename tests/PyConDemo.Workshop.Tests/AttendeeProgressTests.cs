using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop.Tests;

public sealed class AttendeeProgressTests : IDisposable
{
    private const string Slug = "n-plus-one";
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_kept()
    {
        await new AttendeeProgress(_folder.Path).ChangeAsync(Slug, _ => new(Done: true, Hints: 2, Last: null), Cancel);
        var later = new AttendeeProgress(_folder.Path);
        Assert.Equal(new(true, 2, null), later.Of(Slug));
        Assert.Equal("offset-pagination", later.Current().Slug);
    }

    [Fact]
    public void A_damaged_file_counts_as_empty()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "progress.json"), "{ half");
        Assert.Equal(Slug, new AttendeeProgress(_folder.Path).Current().Slug);
    }

    [Fact]
    public async Task Two_writers_lose_no_change()
    {
        const int Each = 100;
        var writers = Enumerable.Range(0, 2).Select(writer => Task.Run(
            async () =>
            {
                var progress = new AttendeeProgress(_folder.Path); // as a second terminal has its own
                for (var i = 0; i < Each; i++)
                {
                    await progress.ChangeAsync(Slug, state => state with { Hints = state.Hints + 1 }, Cancel);
                    await progress.ChangeAsync($"of-{writer}", state => state with { Hints = i + 1 }, Cancel);
                }
            },
            Cancel));
        await Task.WhenAll(writers);
        var after = new AttendeeProgress(_folder.Path);
        Assert.Equal((2 * Each, Each, Each), (after.Of(Slug).Hints, after.Of("of-0").Hints, after.Of("of-1").Hints));
    }

    [Fact]
    public async Task A_writer_waits_for_the_lock_and_then_reads_again()
    {
        var progress = new AttendeeProgress(_folder.Path);
        await progress.ChangeAsync(Slug, state => state with { Hints = 1 }, Cancel);
        Task waiting;
        await using (var held = new FileStream(
            Path.Combine(_folder.Path, "progress.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            waiting = progress.ChangeAsync(Slug, state => state with { Done = true }, Cancel);
            await File.WriteAllTextAsync(
                Path.Combine(_folder.Path, "progress.json"), """{"n-plus-one":{"done":false,"hints":3,"last":null}}""",
                Cancel);
            Assert.False(waiting.IsCompleted);
        }

        await waiting;
        Assert.Equal(new(true, 3, null), progress.Of(Slug));
    }

    [Theory]
    [InlineData("n-plus-one", "fat-payloads")]
    [InlineData("fat-payloads", "hot-aggregations")]
    [InlineData("long-requests", "n-plus-one")] // after the last one comes the first one
    public async Task The_next_one_is_not_done(string after, string next)
    {
        var progress = new AttendeeProgress(_folder.Path);
        await progress.ChangeAsync("offset-pagination", state => state with { Done = true }, Cancel);
        Assert.Equal(next, progress.Next(ExerciseCatalog.Find(after))?.Slug);
    }

    [Fact]
    public async Task No_exercise_is_next_when_all_are_done()
    {
        var progress = new AttendeeProgress(_folder.Path);
        foreach (var exercise in ExerciseCatalog.All)
            await progress.ChangeAsync(exercise.Slug, state => state with { Done = true }, Cancel);
        Assert.Null(progress.Next(ExerciseCatalog.All[2]));
        Assert.Equal(Slug, progress.Current().Slug);
    }

    public void Dispose() => _folder.Dispose();
}
