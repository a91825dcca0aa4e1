using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Local;

/// <summary>Looks for server binaries: what PATH names comes first, since somebody chose it; then the usual places, newest first.</summary>
internal sealed class BinariesFinder(HostEnvironment environment)
{
    private static readonly string[] WindowsPrograms = ["ProgramFiles", "ProgramW6432"];

    /// <summary>Debian and Ubuntu, Fedora and PGDG's RPMs, Arch, Homebrew (Apple, Intel, Linux), Postgres.app, MacPorts.</summary>
    private static readonly string[] UnixFolders =
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib64/pgsql/postgresql-*/bin", "/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin",
        "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin", "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin", "/opt/local/lib/postgresql*/bin",
    ];

    /// <summary>The best that is new enough, or else the newest that is too old.</summary>
    public async Task<(ServerBinaries? Found, ServerBinaries? TooOld)> FindAsync(CancellationToken cancellationToken)
    {
        var onPath = await VersionsAsync((environment.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), cancellationToken);
        var usual = await VersionsAsync(UsualFolders(), cancellationToken);
        var all = onPath.Concat(usual.OrderByDescending(b => b.Version.Major).ThenByDescending(b => b.Version.Minor)).ToList();
        return all.Find(b => b.Version.Major >= ServerVersion.Oldest) is { } found ? (found, null) : (null, all.MaxBy(b => b.Version.Major));
    }

    private IEnumerable<string> UsualFolders()
        => (OperatingSystem.IsWindows()
                ? [.. WindowsPrograms.Select(environment.Variable).OfType<string>().Distinct().Select(p => p + "/PostgreSQL/*/bin")]
                : UnixFolders)
            .SelectMany(place => Expand(environment.Root + place)).Distinct();

    /// <summary>Resolves the one '*' that a place may hold.</summary>
    private static IEnumerable<string> Expand(string place)
    {
        var parts = place.Split('/');
        var star = Array.FindIndex(parts, part => part.Contains('*'));
        if (star < 0) return [place];
        var above = string.Join('/', parts[..star]);
        return Directory.Exists(above)
            ? Directory.EnumerateDirectories(above, parts[star]).Select(found => Path.Combine([found, .. parts[(star + 1)..]]))
            : [];
    }

    private static async Task<List<ServerBinaries>> VersionsAsync(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var found = new List<ServerBinaries>();
        foreach (var folder in folders.Where(ServerBinaries.AreIn))
        {
            if (await VersionAsync(folder, cancellationToken) is { } version)
                found.Add(new(folder, version));
        }

        return found;
    }

    private static async Task<ServerVersion?> VersionAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var (exitCode, output) = await ProcessRunner.RunAsync(ServerBinaries.ProgramPath(folder, "postgres"), ["--version"], ServerAccount.CurrentUser, cancellationToken);
            return exitCode == 0 ? ServerVersion.Parse(output) : null;
        }
        catch (LocalServerException)
        {
            return null; // for another processor, or not allowed to run: as good as absent
        }
    }
}
