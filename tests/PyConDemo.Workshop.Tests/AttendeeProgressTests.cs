namespace PyConDemo.Workshop.Tests;

public sealed class AttendeeProgressTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    [Fact]
    public void It_is_kept()
    {
        AttendeeProgress.Read(_folder.Path).Set("n-plus-one", new(Done: true, Hints: 2, Last: null));
        var later = AttendeeProgress.Read(_folder.Path);
        Assert.Equal(new(true, 2, null), later.Of("n-plus-one"));
        Assert.Equal("offset-pagination", later.Current().Slug);
    }

    [Fact]
    public void A_damaged_file_counts_as_empty()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "progress.json"), "{ half");
        Assert.Equal("n-plus-one", AttendeeProgress.Read(_folder.Path).Current().Slug);
    }

    public void Dispose() => _folder.Dispose();
}
