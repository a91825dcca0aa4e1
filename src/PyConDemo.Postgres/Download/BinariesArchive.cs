using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using MysticMind.PostgresEmbed;

namespace PyConDemo.Postgres.Download;

/// <summary>Copies the archive of one system's server binaries from a mirror into a folder. The folder is then a mirror
/// itself: <see cref="PostgresOptions.Mirror"/> can name it, and no network is needed.</summary>
public static class BinariesArchive
{
    private const string Group = "io/zonky/test/postgres";

    /// <summary>The systems for which binaries are published, by .NET's names.</summary>
    public static IReadOnlyDictionary<string, string> Systems { get; } = new Dictionary<string, string>
    {
        ["linux-x64"] = "linux-amd64",
        ["linux-arm64"] = "linux-arm64v8",
        ["win-x64"] = "windows-amd64",
        ["osx-x64"] = "darwin-amd64",
        ["osx-arm64"] = "darwin-arm64v8",
    };

    /// <summary>Downloads the archive that <see cref="PostgresOptions.Version"/> names, and checks it.</summary>
    /// <param name="system">A key of <see cref="Systems"/>.</param>
    /// <param name="folder">The mirror to create or to extend.</param>
    /// <returns>The archive's path.</returns>
    /// <exception cref="IOException">It can't be downloaded, or no checksum confirms it. The message is one line.
    /// </exception>
    public static async Task<string> CopyAsync(
        string system, string folder, PostgresOptions options, CancellationToken cancellationToken)
    {
        var artifact = $"embedded-postgres-binaries-{Systems[system]}";
        var home = Path.Combine(folder, Group, artifact);
        try
        {
            using var observer = new DownloadObserver(options.OnProgress, folder);
            using var client = new HttpClient(observer) { Timeout = Timeout.InfiniteTimeSpan };
            var source = $"{options.Mirror.AbsoluteUri.TrimEnd('/')}/{Group}/{artifact}";
            var metadata = await client.GetStringAsync($"{source}/maven-metadata.xml", cancellationToken);
            var published = XDocument.Parse(metadata).Descendants("version").Select(element => element.Value);
            var version = PgVersions.Match(options.Version, published)
                ?? throw new IOException($"version {options.Version} is not published");
            var name = $"{artifact}-{version}.jar";
            var target = Directory.CreateDirectory(Path.Combine(home, version)).FullName;
            var jar = Path.Combine(target, name);
            await using (var content = await client.GetStreamAsync($"{source}/{version}/{name}", cancellationToken))
            await using (var file = File.Create(jar))
                await content.CopyToAsync(file, cancellationToken);
            await client.GetStringAsync($"{source}/{version}/{name}.sha256", cancellationToken);
            await ConfirmAsync(jar, observer.PublishedSha256, cancellationToken);
            await File.WriteAllTextAsync($"{jar}.sha256", observer.PublishedSha256, cancellationToken);
            // It names only the version that is here, so a search in this mirror finds nothing else.
            await File.WriteAllTextAsync(
                Path.Combine(home, "maven-metadata.xml"),
                $"<metadata><versioning><versions><version>{version}</version></versions></versioning></metadata>\n",
                cancellationToken);
            return jar;
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or XmlException)
        {
            if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
            throw new IOException(
                $"PostgreSQL {options.Version} for {system} can't be downloaded from {options.Mirror}: "
                + failed.GetBaseException().Message.ReplaceLineEndings(" "), failed);
        }
    }

    /// <exception cref="IOException">The file doesn't have this SHA-256, or none is published.</exception>
    internal static async Task ConfirmAsync(string archive, string? published, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(archive);
        var actual = Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken));
        if (!actual.Equals(published, StringComparison.OrdinalIgnoreCase))
            throw new IOException($"the SHA-256 of {Path.GetFileName(archive)} is not the published one");
    }
}
