using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

/// <summary>A data folder with an odd name works. One that can't work is refused by its name, in one line.</summary>
public class DataFolderTests : LocalCluster
{
    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    // A plain run puts all odd characters into one name. Each name costs a new cluster.
    public static TheoryData<string> OddNames => TestSize.IsFull
        ? ["a$HOME", "a`id`", "a\"b", "a'b", "a\\b", "a%d #;=&|b", "-D", " ", "été 日本"]
        : ["a$HOME`id`\"b'c\\d%d #;=&|é日", "-D", " "];

    [Theory, MemberData(nameof(OddNames))]
    public async Task An_odd_name_works(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows fewer names");
        Directory.CreateDirectory(DataFolder);
        var folder = Path.Combine(DataFolder, name);
        for (var start = 0; start < 2; start++)
        {
            await using var server = await StartIn(folder);
            var data = await AskAsync<string>(server.ConnectionString, "SHOW data_directory");
            Assert.StartsWith(folder + "/", data);
        }

        Assert.Empty(Directory.EnumerateFiles(DataFolder));
    }

    [Fact]
    public async Task A_long_path_works_or_is_refused()
    {
        var folder = Path.Combine([DataFolder, .. Enumerable.Repeat(new string('x', 60), 12)]);
        await using (var server = await StartIn(folder))
            Assert.Equal(1, await AskAsync<int>(server.ConnectionString, "SELECT 1"));
        await RefuseAsync(Path.Combine(folder, new string('y', 200)), "longer than 900 bytes");
        await RefuseAsync(Path.Combine(DataFolder, new string('z', 300)), "too long");
    }

    [Theory]
    [InlineData("a\nb", "control character")]
    [InlineData("a\tb", "control character")]
    [InlineData("a\0b", "control character")]
    public async Task A_control_character_is_refused(string name, string reason)
        => await RefuseAsync(Path.Combine(DataFolder, name), reason);

    [Fact]
    public async Task A_file_in_its_place_is_refused()
    {
        await File.WriteAllTextAsync(DataFolder, "mine", Cancel);
        await RefuseAsync(DataFolder, "is a file");
        await RefuseAsync(Path.Combine(DataFolder, "below"), DataFolder);
        File.Delete(DataFolder);
    }

    [Fact]
    public async Task A_parent_without_the_right_to_write_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is the folder in which nobody can create one");
        await RefuseAsync("/proc/pycondemo", "/proc/pycondemo");
    }

    [Fact]
    public async Task Another_users_folder_is_refused_and_left_alone()
    {
        Assert.SkipUnless(IsRoot, "only root can give a folder to another user");
        Directory.CreateDirectory(DataFolder);
        await MakeClusterAsync();
        Shell.Run($"chown -h 65534 '{DataFolder}'; chmod 1777 '{Path.GetDirectoryName(DataFolder)}'");
        await RefuseAsync(DataFolder, "belongs to another user");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/setup.lock")]
    [InlineData("/users.lock")]
    [InlineData("/server.log")]
    [InlineData("/cluster")]
    [InlineData("/cluster/data")]
    [InlineData("/cluster/password")]
    [InlineData("/cluster/data/pycondemo.conf")]
    public async Task A_link_inside_is_refused_and_its_target_left_alone(string part)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "only Unix is checked");
        await MakeClusterAsync();
        var link = ClusterFolder.Folder + part;
        var target = Path.Combine(DataFolder, "target");
        Directory.Move(link, target);
        File.CreateSymbolicLink(link, target);
        var before = Stamp(target);
        await RefuseAsync(DataFolder, "it is a link");
        Assert.Equal(before, Stamp(target));
    }

    [Fact]
    public async Task A_dangling_link_in_a_shared_folder_creates_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "only Unix is checked");
        Shell.Run($"chmod 1777 '{Path.GetDirectoryName(DataFolder)}'");
        var target = DataFolder + "-target";
        File.CreateSymbolicLink(DataFolder, target);
        await RefuseAsync(DataFolder, "is a link");
        Assert.False(Directory.Exists(target));
        File.Delete(DataFolder);
    }

    private static string Stamp(string path) => Shell.Run($"stat -c '%U %a %s %Z' '{path}'");

    private static Task<PostgresServer> StartIn(string folder)
        => PostgresServer.StartAsync(new() { Source = PostgresSource.Local, DataFolder = folder }, Here, Cancel);

    /// <summary>In auto mode too: another source would hide the error.</summary>
    private static async Task RefuseAsync(string folder, string reason)
    {
        var options = new PostgresOptions { DataFolder = folder };
        var failed = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresServer.StartAsync(options, Here, Cancel));
        Assert.Contains(reason, failed.Message);
        Assert.DoesNotContain('\n', failed.Message);
    }
}
