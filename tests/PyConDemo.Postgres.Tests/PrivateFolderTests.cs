using PyConDemo.Folders;

namespace PyConDemo.Postgres.Tests;

/// <summary>The folder of a test is like /tmp: every user can create files in it, and it is sticky.</summary>
public sealed class PrivateFolderTests : IDisposable
{
    private readonly ScratchFolder _shared = new();

    public PrivateFolderTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "only Unix is checked");
        Shell.Run($"chmod 1777 {_shared.Path}");
    }

    public void Dispose() => _shared.Dispose();

    [Fact]
    public void It_is_created_for_its_owner_only_and_accepted_again()
    {
        var folder = At("one/two");
        Assert.Equal(folder, PrivateFolder.Open(folder));
        Assert.Equal(folder, PrivateFolder.Open(folder + "/"));
        Assert.Equal("700\n700\n", Shell.Run($"stat -c %a {At("one")} {folder}"));
    }

    [Fact]
    public void A_link_that_anybody_can_have_made_is_not_followed()
    {
        var target = Directory.CreateDirectory(At("target")).FullName;
        File.CreateSymbolicLink(At("link"), target);
        File.CreateSymbolicLink(At("dangling"), At("absent"));
        foreach (var path in new[] { "link", "link/sub", "dangling", "dangling/sub" })
            Assert.Contains("it is a link", Refused(At(path)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(target));
        Assert.False(Directory.Exists(At("absent")));
    }

    [Fact]
    public void A_link_in_a_folder_of_ours_is_followed_but_not_into_a_trap()
    {
        PrivateFolder.Open(At("mine/real"));
        File.CreateSymbolicLink(At("mine/link"), "real");
        File.CreateSymbolicLink(At("mine/outside"), At("trap"));
        File.CreateSymbolicLink(At("trap"), At("mine/real"));
        Assert.Equal(At("mine/real/sub"), PrivateFolder.Open(At("mine/link/sub")));
        Assert.Contains("trap' is refused: it is a link", Refused(At("mine/outside/sub")));
    }

    [Fact]
    public void A_circle_of_links_ends()
    {
        PrivateFolder.Open(At("mine"));
        File.CreateSymbolicLink(At("mine/a"), At("mine/b"));
        File.CreateSymbolicLink(At("mine/b"), At("mine/a"));
        Assert.Contains("circle of links", Refused(At("mine/a/sub")));
    }

    [Theory]
    [InlineData("777", "other users can write to it")]
    [InlineData("770", "other users can write to it")]
    public void A_folder_that_others_can_write_to_is_refused(string mode, string reason)
    {
        Shell.Run($"mkdir {At("open")}; chmod {mode} {At("open")}");
        Assert.Contains(reason, Refused(At("open")));
        Assert.Contains(reason, Refused(At("open/sub")));
        Assert.False(Directory.Exists(At("open/sub")));
    }

    [Fact]
    public void Without_the_sticky_bit_everybody_can_replace_it()
    {
        var open = Path.Combine(PrivateFolder.Open(At("mine")), "open");
        Shell.Run($"mkdir {open}; chmod 777 {open}");
        Assert.Contains("without the sticky bit", Refused(open + "/new"));
    }

    [Fact]
    public void Another_users_folder_is_refused_on_any_level()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a folder to another user");
        Shell.Run($"mkdir -p {At("theirs/ours")}; chown 65534 {At("theirs")}");
        Shell.Run($"ln -s {At("x")} {At("link")}; chown -h 65534 {At("link")}");
        Assert.Contains("belongs to another user", Refused(At("theirs")));
        Assert.Contains("belongs to another user", Refused(At("theirs/ours")));
        Assert.Contains("it is a link", Refused(At("link")));
    }

    [Fact]
    public void Links_and_other_users_files_are_not_ours()
    {
        var folder = PrivateFolder.Open(At("ours"));
        _shared.File("ours/sub/file");
        File.CreateSymbolicLink(At("ours/link"), At("ours/sub"));
        Assert.True(PrivateFolder.Owns(folder, At("ours/sub/file")));
        Assert.True(PrivateFolder.Owns(folder, At("ours/sub/absent")));
        Assert.False(PrivateFolder.Owns(folder, At("ours/link")));
        Assert.False(PrivateFolder.Owns(folder, At("ours/link/file")));
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a file to another user");
        Shell.Run($"chown 65534 {At("ours/sub/file")}");
        Assert.False(PrivateFolder.Owns(folder, At("ours/sub/file")));
    }

    private string At(string path) => Path.Combine(_shared.Path, path);

    private static string Refused(string path)
    {
        var message = Assert.Throws<FolderRefusedException>(() => PrivateFolder.Open(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
