using System.Runtime.InteropServices;
using MysticMind.PostgresEmbed;
using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Local;

namespace PyConDemo.Postgres;

/// <summary>Looks for a PostgreSQL without starting, creating or downloading anything.</summary>
public static class PostgresSearch
{
    /// <summary>Looks where the sources look that need no network.</summary>
    /// <param name="dataFolder">The folder whose downloaded binaries are looked for.</param>
    public static async Task<PostgresFound> FindAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var binaries = await new BinariesFinder(HostEnvironment.Current).FindAsync(cancellationToken);
        return new PostgresFound
        {
            Binaries = binaries is { IsNewEnough: true } ? $"{binaries.Version.Text} in {binaries.Folder}" : null,
            TooOld = binaries is { IsNewEnough: false } ? $"{binaries.Version.Text} in {binaries.Folder}" : null,
            HasAutoExplain = binaries is null ? null : HasAutoExplain(binaries),
            Downloaded = Downloaded(dataFolder),
            // The binaries come first, so nobody waits for an engine that is slow or gone.
            Engine = binaries is { IsNewEnough: true } ? null : await FindEngineAsync(cancellationToken),
        };
    }

    /// <summary>How to install server binaries on this system. Linux: Debian's command and Fedora's.</summary>
    public static string InstallCommand { get; } = OperatingSystem.IsWindows()
        ? "winget install PostgreSQL.PostgreSQL.17"
        : OperatingSystem.IsMacOS() ? "brew install postgresql@17"
        : "sudo apt install postgresql (Fedora: sudo dnf install postgresql-server postgresql-contrib)";

    private static async Task<string?> FindEngineAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var engine = await ContainerEngine.FindAsync(
                HostEnvironment.Current, askedFor: false, cancellationToken);
            return engine.Address.ToString();
        }
        catch (SourceUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Looks in the folder of the server's libraries. pg_config would tell it, but is not always installed.
    /// </summary>
    /// <returns>Null if the folder isn't found. It holds plpgsql, which every server has.</returns>
    private static bool? HasAutoExplain(ServerBinaries binaries)
    {
        var program = new FileInfo(ServerBinaries.ProgramPath(binaries.Folder, "postgres"));
        var real = program.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program.FullName;
        var around = Path.Combine(Path.GetDirectoryName(real)!, "..");
        string[] folders =
        [
            Path.Combine(around, "lib"), Path.Combine(around, "lib", "postgresql"),
            Path.Combine(around, "lib64", "pgsql"),
            $"/usr/lib/postgresql/{binaries.Version.Major}/lib", // Debian, where postgres is no link
        ];
        return folders.FirstOrDefault(folder => Has(folder, "plpgsql")) is { } libraries
            ? Has(libraries, "auto_explain")
            : null;

        static bool Has(string folder, string library)
            => Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"{library}.*").Any();
    }

    private static string? Downloaded(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "binaries", RuntimeInformation.RuntimeIdentifier);
        if (!Directory.Exists(folder)) return null;
        var versions = Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path));
        return PgVersions.Match(new PostgresOptions().Version, versions) is { } version
            && ServerBinaries.AreIn(Path.Combine(folder, version, "bin")) ? Path.Combine(folder, version) : null;
    }
}

/// <summary>What can provide a PostgreSQL here. Null is what was not found.</summary>
public sealed record PostgresFound
{
    /// <summary>The version and the folder of the machine's own binaries, which are new enough.</summary>
    public string? Binaries { get; init; }

    /// <summary>The version and the folder of the newest binaries, which are too old.</summary>
    public string? TooOld { get; init; }

    /// <summary>Whether the binaries have the library auto_explain; null if that isn't known.</summary>
    public bool? HasAutoExplain { get; init; }

    /// <summary>The folder of binaries that were downloaded before.</summary>
    public string? Downloaded { get; init; }

    /// <summary>The address of a container engine that answers. It isn't looked for where there are binaries.</summary>
    public string? Engine { get; init; }
}
