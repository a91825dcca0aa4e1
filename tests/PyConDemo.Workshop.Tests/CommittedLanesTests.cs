using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

public sealed class CommittedLanesTests : IDisposable
{
    private const string Lane = "src/PyConDemo.Api/AntiPatterns/NPlusOne/NPlusOne";
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edited_Bad_is_not_the_yardstick()
    {
        WriteLanes();
        await Shell.RunAsync("git", ["-C", _folder.Path, "init", "-q"]);
        await Shell.RunAsync("git", ["-C", _folder.Path, "add", "."]);
        await Shell.RunAsync(
            "git", ["-C", _folder.Path, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "Lanes"]);
        _folder.File($"{Lane}Bad.cs", "class NPlusOneBad { /* answers nothing */ }");
        await AssertWrittenAsync();
    }

    [Fact]
    public async Task Without_git_the_files_count()
    {
        WriteLanes();
        await AssertWrittenAsync();
    }

    private void WriteLanes()
    {
        _folder.File($"{Lane}Bad.cs", "class NPlusOneBad {}");
        _folder.File($"{Lane}Good.cs", "class NPlusOneGood {}");
        _folder.File($"{Lane}Yours.cs", "this does not compile");
    }

    private async Task AssertWrittenAsync()
    {
        var lanes = Path.Combine(_folder.Path, "lanes");
        await new CommittedLanes(_folder.Path).WriteAsync(lanes, Cancel);
        foreach (var lane in (string[])["Bad", "Good"])
            Assert.Equal($"class NPlusOne{lane} {{}}", await File.ReadAllTextAsync(Path.Combine(lanes, $"NPlusOne{lane}.cs"), Cancel));
        Assert.Equal("class NPlusOneYours {}", await File.ReadAllTextAsync(Path.Combine(lanes, "NPlusOneYours.cs"), Cancel));
    }

    public void Dispose() => _folder.Dispose();
}
