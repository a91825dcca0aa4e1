using PyConDemo.Stage.Workshop;

namespace PyConDemo.Workshop.Tests;

public sealed class AttendeeProgressTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    [Fact]
    public void It_is_kept()
    {
        AttendeeProgress.Read(folder.Path).Set("long-requests", new(Done: true, Hints: 2, Last: null));
        var later = AttendeeProgress.Read(folder.Path);
        Assert.Equal(new(true, 2, null), later.Of("long-requests"));
        Assert.Equal("offset-pagination", later.InWork().Slug);
    }

    [Fact]
    public void A_damaged_file_begins_anew()
    {
        File.WriteAllText(Path.Combine(folder.Path, "progress.json"), "{ half");
        Assert.Equal("long-requests", AttendeeProgress.Read(folder.Path).InWork().Slug);
    }

    public void Dispose() => folder.Dispose();
}
