using PyConDemo.ApiClient;
using PyConDemo.CommandLine;
using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop.Tests;

public sealed class LaneResetTests : IDisposable
{
    private const string Slug = "n-plus-one";
    private readonly ScratchLanes _lanes = new();

    public static TheoryData<string> Slugs => [.. ExerciseCatalog.All.Select(exercise => exercise.Slug)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Slugs))]
    public void The_shipped_text_follows_from_the_bad_lane(string slug)
    {
        var (files, exercise) = (LaneFiles.OfThisClone, ExerciseCatalog.Find(slug));
        Assert.Equal(
            File.ReadAllText(files.PathOf(exercise)).ReplaceLineEndings("\n"),
            LaneReset.DerivedFrom(File.ReadAllText(files.PathOf(exercise, LaneFiles.Bad)), exercise));
    }

    [Theory, MemberData(nameof(Slugs))]
    public async Task Without_git_the_derived_text_is_restored(string slug)
    {
        var shipped = _lanes.Read(slug);
        Assert.False(await _lanes.Reset.HasChangesAsync(ExerciseCatalog.Find(slug), Cancel));
        _lanes.Delete(slug);
        Assert.Null(await _lanes.Reset.ResetAsync(ExerciseCatalog.Find(slug), Cancel));
        Assert.Equal(shipped, _lanes.Read(slug));
    }

    [Fact]
    public async Task The_committed_text_is_restored_and_each_version_is_kept()
    {
        var exercise = ExerciseCatalog.Find(Slug);
        _lanes.Write(Slug, "committed\n");
        string[] git = ["-C", _lanes.Files.Folder, "-c", "user.name=test", "-c", "user.email=test@example.org"];
        await Shell.RunAsync("git", [.. git, "init", "--quiet"]);
        await Shell.RunAsync("git", [.. git, "add", "."]);
        await Shell.RunAsync("git", [.. git, "commit", "--quiet", "--message", "test"]);
        await _lanes.Progress.ChangeAsync(Slug, _ => new(Done: true, Hints: 2, Last: "no"), Cancel);

        _lanes.Write(Slug, "first try");
        var first = await _lanes.Reset.ResetAsync(exercise, Cancel);
        _lanes.Write(Slug, "second try");
        var second = await _lanes.Reset.ResetAsync(exercise, Cancel);

        Assert.Equal("committed\n", _lanes.Read(Slug));
        Assert.Equal("first try", await File.ReadAllTextAsync(first!, Cancel));
        Assert.Equal("second try", await File.ReadAllTextAsync(second!, Cancel));
        Assert.StartsWith(_lanes.Workshop, first, StringComparison.Ordinal);
        Assert.Equal(new(false, 0, null), _lanes.Progress.Of(Slug));
    }

    [Fact]
    public async Task Line_ends_are_those_of_the_clone()
    {
        var exercise = ExerciseCatalog.Find(Slug);
        var bad = _lanes.Files.PathOf(exercise, LaneFiles.Bad);
        await File.WriteAllTextAsync(bad, (await File.ReadAllTextAsync(bad, Cancel)).ReplaceLineEndings("\r\n"), Cancel);
        var shipped = await _lanes.Reset.ShippedAsync(exercise, Cancel);
        Assert.Equal(_lanes.Read(Slug).ReplaceLineEndings("\r\n"), shipped);
    }

    [Fact]
    public async Task The_command_refuses_changes_that_nobody_agrees_to_lose()
    {
        var session = new WorkshopSession(
            _lanes.Workshop, new(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(TextWriter.Null) }), _lanes.Files),
            _lanes.Files, new FakeJudge(_lanes));
        var exercise = ExerciseCatalog.Find(Slug);
        _lanes.Write(Slug, "my try");
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(
            () => session.ResetAsync(exercise, agreed: false, canAsk: false, Cancel));
        Assert.Contains("--yes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("my try", _lanes.Read(Slug));

        Assert.True(await session.ResetAsync(exercise, agreed: true, canAsk: false, Cancel));
        Assert.Contains("YOUR TURN", _lanes.Read(Slug), StringComparison.Ordinal);
        Assert.True(await session.ResetAsync(exercise, agreed: false, canAsk: false, Cancel), "nothing to lose");
    }

    [Fact]
    public async Task The_command_needs_the_name_of_an_exercise()
        => Assert.Equal((int)ExitCode.Usage, await WorkshopCommandLine.RunAsync(["--reset", "--yes"]));

    public void Dispose() => _lanes.Dispose();
}
