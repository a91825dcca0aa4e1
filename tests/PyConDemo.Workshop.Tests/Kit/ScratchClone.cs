using System.Diagnostics;

namespace PyConDemo.Workshop.Tests.Kit;

/// <summary>A clone of this repository as it is on the disk, with one commit. The real one may be shallow, and has
/// changes that are not committed.</summary>
internal static class ScratchClone
{
    public static async Task<string> CreateAsync(ScratchFolder folder, CancellationToken cancellationToken)
    {
        var clone = Path.Combine(folder.Path, "clone");
        foreach (var file in await FilesAsync(cancellationToken))
        {
            var (from, to) = (Path.Combine(Repository.Root, file), Path.Combine(clone, file));
            if (!File.Exists(from)) continue; // deleted, and not committed
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
        }

        await GitAsync(clone, "init", "--quiet", "--initial-branch=main");
        await GitAsync(clone, "add", ".");
        await GitAsync(clone, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "All");
        return clone;
    }

    public static Task GitAsync(string clone, params string[] arguments)
        => Shell.RunAsync("git", ["-C", clone, .. arguments]);

    private static async Task<string[]> FilesAsync(CancellationToken cancellationToken)
    {
        var command = new ProcessStartInfo("git",
            ["-C", Repository.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var (code, output, error) = await command.RunAsync(cancellationToken);
        Assert.True(code == 0, error);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
