using PyConDemo.Postgres.Download;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Workshop.Kit;

/// <summary>Packs what attendees need without a network into one folder: the repository, its packages, PostgreSQL's
/// binaries, and the scripts that set it all up.</summary>
/// <param name="repository">The folder of the clone.</param>
/// <param name="packageFolders">NuGet's folders of unpacked packages.</param>
/// <param name="tell">Receives lines for people, from any thread.</param>
internal sealed class OfflineKit(string repository, IReadOnlyList<string> packageFolders, Action<string> tell)
{
    /// <summary>Restore and `start.sh` read this folder.</summary>
    public const string Packages = "packages";

    /// <summary>A mirror of the binaries, for the setting Postgres__Mirror.</summary>
    public const string Postgres = "postgres";

    // An archive of PostgreSQL's binaries has 10 to 50 MB, and the bundle has less than 20.
    private const long ArchiveBytes = 50_000_000, BundleBytes = 20_000_000;

    private static readonly string[] Texts = ["README.md", "start.sh", "start.ps1"];

    /// <summary>Writes the kit, or replaces an earlier one. Cancellation leaves the earlier one.</summary>
    /// <param name="systems">Keys of <see cref="BinariesArchive.Systems"/>.</param>
    /// <param name="mirror">Where the binaries are downloaded from.</param>
    /// <returns>What is missing, one line each; empty if the kit is complete.</returns>
    /// <exception cref="InvalidInputException">The folder or the clone can't be used.</exception>
    /// <exception cref="IOException">The disk is full, or a file can't be written.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(
        string folder, IReadOnlyList<string> systems, Uri mirror, CancellationToken cancellationToken)
    {
        using var kit = KitFolder.Open(folder);
        var (archives, missing) = FindPackages();
        var needed = archives.Sum(file => new FileInfo(file).Length) + (systems.Count * ArchiveBytes) + BundleBytes;
        if (new DriveInfo(kit.Part).AvailableFreeSpace is var free && free < needed)
        {
            throw new IOException(
                $"{free / 1_000_000} MB are free at {folder}, and the kit needs {needed / 1_000_000} MB. Make room.");
        }

        tell("Writing the repository …");
        if (await new KitBundle(repository).WriteAsync(kit.Part, cancellationToken) is { } uncommitted)
            tell(uncommitted);
        tell($"Copying {archives.Count} packages …");
        var packages = Directory.CreateDirectory(Path.Combine(kit.Part, Packages));
        foreach (var archive in archives)
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Copy(archive, Path.Combine(packages.FullName, Path.GetFileName(archive)));
        }

        var binaries = await Task.WhenAll(systems.Select(system => CopyBinariesAsync(
            system, kit, mirror, cancellationToken)));
        if (binaries.All(reason => reason is not null) && Directory.Exists(Path.Combine(kit.Part, Postgres)))
            Directory.Delete(Path.Combine(kit.Part, Postgres), recursive: true); // the scripts would look into it
        foreach (var text in Texts) await WriteTextAsync(text, kit.Part, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        kit.Complete();
        return [.. missing, .. binaries.OfType<string>()];
    }

    private (IReadOnlyList<string> Archives, IReadOnlyList<string> Missing) FindPackages()
    {
        var found = LockedPackages.Read(repository)
            .Select(package => (package, Archive: packageFolders.Select(package.ArchiveIn).OfType<string>()
                .FirstOrDefault()))
            .ToArray();
        var missing = found.Where(each => each.Archive is null)
            .Select(each => $"The package {each.package} is not on this machine. Get it, and pack again: "
                + LockedPackages.RestoreCommand);
        return ([.. found.Select(each => each.Archive).OfType<string>()], [.. missing]);
    }

    /// <returns>Why the binaries are missing; null if the kit has them.</returns>
    private async Task<string?> CopyBinariesAsync(
        string system, KitFolder kit, Uri mirror, CancellationToken cancellationToken)
    {
        var target = Path.Combine(kit.Part, Postgres);
        var options = new PostgresOptions { OnProgress = line => tell($"{system}: {line}"), Mirror = mirror };
        // As everywhere, a version that is there is used without asking for a newer one.
        var earlier = Path.Combine(kit.Earlier ?? "", Postgres);
        if (kit.Earlier is not null && Directory.Exists(earlier)
            && await TryAsync(options with { Mirror = new(earlier), OnProgress = null }) is null)
        {
            return null;
        }

        return await TryAsync(options);

        async Task<string?> TryAsync(PostgresOptions source)
        {
            try
            {
                await BinariesArchive.CopyAsync(system, target, source, cancellationToken);
                return null;
            }
            catch (IOException unavailable)
            {
                return $"{unavailable.Message}. Attendees with {system} install PostgreSQL themselves, or you pack "
                    + "again where the mirror can be reached (Postgres__Mirror names another one).";
            }
        }
    }

    private static async Task WriteTextAsync(string name, string folder, CancellationToken cancellationToken)
    {
        await using var content = typeof(OfflineKit).Assembly.GetManifestResourceStream($"Kit/{name}")!;
        await using var file = File.Create(Path.Combine(folder, name));
        await content.CopyToAsync(file, cancellationToken);
    }
}
