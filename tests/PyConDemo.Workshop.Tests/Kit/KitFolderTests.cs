using PyConDemo.ApiClient;
using PyConDemo.Workshop.Kit;

namespace PyConDemo.Workshop.Tests.Kit;

public sealed class KitFolderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string Kit => Path.Combine(_folder.Path, "kit");

    [Fact]
    public void A_folder_with_other_files_is_refused()
    {
        var file = _folder.File("kit/holiday.jpg");
        var refused = Assert.Throws<InvalidInputException>(() => KitFolder.Open(Kit));
        Assert.Equal($"{Kit} holds files, and it is no kit. Choose another folder.", refused.Message);
        Assert.True(File.Exists(file));
        Assert.Throws<InvalidInputException>(() => KitFolder.Open(file));
        Assert.Throws<InvalidInputException>(() => KitFolder.Open(Path.GetPathRoot(_folder.Path)!));
    }

    [Fact]
    public void An_update_replaces_all_but_what_the_host_has_added()
    {
        Write("old.txt");
        _folder.File("kit/sdk/installer.exe");
        Write("new.txt");
        Assert.Equal(["made-by-pycondemo.txt", "new.txt", "sdk/installer.exe"], Files());
        Assert.Equal(["kit"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Without_completion_nothing_changes()
    {
        Write("old.txt");
        using (var kit = KitFolder.Open(Kit)) File.WriteAllText(Path.Combine(kit.Part, "new.txt"), "");
        Assert.Equal(["made-by-pycondemo.txt", "old.txt"], Files());
        Assert.False(Directory.Exists(Kit + ".part"));
    }

    /// <summary>The states in which a kill can leave the folders, before and after the new kit is in place.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_next_run_finishes_what_a_kill_has_interrupted(bool isNewInPlace)
    {
        Write("old.txt");
        _folder.File("kit/sdk/installer.exe");
        Directory.Move(Kit, Kit + ".old");
        if (isNewInPlace) _folder.File("kit/made-by-pycondemo.txt");
        using (KitFolder.Open(Kit))
        {
            Assert.Equal(isNewInPlace ? [] : ["old.txt"], Files().Where(file => file == "old.txt"));
            Assert.Contains("sdk/installer.exe", Files());
            Assert.False(Directory.Exists(Kit + ".old"));
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string file)
    {
        using var kit = KitFolder.Open(Kit);
        File.WriteAllText(Path.Combine(kit.Part, file), "");
        kit.Complete();
    }

    private string[] Files() => [.. Directory.EnumerateFiles(Kit, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Kit, file)).Order(StringComparer.Ordinal)];
}
