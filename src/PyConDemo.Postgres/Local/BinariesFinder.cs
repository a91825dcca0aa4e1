namespace PyConDemo.Postgres.Local;

/// <summary>Looks for server binaries: on the PATH, then in the usual folders, newest version first.</summary>
internal sealed class BinariesFinder(HostEnvironment environment)
{
    private static readonly string[] WindowsPrograms = ["ProgramFiles", "ProgramW6432"];

    /// <summary>Debian and Ubuntu, Fedora and PGDG's RPMs, Arch, Homebrew, Postgres.app, MacPorts.</summary>
    private static readonly string[] UnixFolders =
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib64/pgsql/postgresql-*/bin",
        "/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin",
        "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin", "/opt/local/lib/postgresql*/bin",
    ];

    /// <summary>The best that is new enough, or else the newest that is too old. Null if there are none.</summary>
    public async Task<ServerBinaries?> FindAsync(CancellationToken cancellationToken)
    {
        var path = environment.Variable("PATH") ?? "";
        var folders = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var onPath = await VersionsAsync(folders, cancellationToken);
        var usual = await VersionsAsync(UsualFolders(), cancellationToken);
        List<ServerBinaries> all = [.. onPath, .. usual.OrderByDescending(b => (b.Version.Major, b.Version.Minor))];
        return all.Find(b => b.IsNewEnough) ?? all.MaxBy(b => b.Version.Major);
    }

    private IEnumerable<string> UsualFolders()
    {
        var windows = WindowsPrograms.Select(environment.Variable).OfType<string>().Distinct();
        var folders = OperatingSystem.IsWindows() ? windows.Select(p => p + "/PostgreSQL/*/bin") : UnixFolders;
        return folders.SelectMany(folder => Expand(environment.Root + folder)).Distinct();
    }

    /// <summary>Resolves the one '*' that a folder's name may hold.</summary>
    private static IEnumerable<string> Expand(string folder)
    {
        var parts = folder.Split('/');
        var star = Array.FindIndex(parts, part => part.Contains('*'));
        if (star < 0) return [folder];
        var above = string.Join('/', parts[..star]);
        if (!Directory.Exists(above)) return [];
        return Directory.EnumerateDirectories(above, parts[star])
            .Select(found => Path.Combine([found, .. parts[(star + 1)..]]));
    }

    /// <summary>The binaries in the folder. Null if they are none, or if they don't run here: they were built for
    /// another processor, lack a library, or aren't ours to run.</summary>
    public static async Task<ServerBinaries?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!ServerBinaries.AreIn(folder)) return null;
        try
        {
            var (exitCode, output) = await ProcessRunner.RunAsync(
                ServerBinaries.ProgramPath(folder, "postgres"), ["--version"],
                ServerAccount.CurrentUser, cancellationToken);
            return exitCode == 0 && ServerVersion.Parse(output) is { } version ? new(folder, version) : null;
        }
        catch (LocalServerException)
        {
            return null;
        }
    }

    private static async Task<List<ServerBinaries>> VersionsAsync(
        IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var found = new List<ServerBinaries>();
        foreach (var folder in folders)
            if (await ReadAsync(folder, cancellationToken) is { } binaries) found.Add(binaries);
        return found;
    }
}

/// <summary>A folder that holds postgres, initdb and pg_ctl of one version.</summary>
internal sealed record ServerBinaries(string Folder, ServerVersion Version)
{
    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public bool IsNewEnough => Version.Major >= ServerVersion.Oldest;

    public string InitDb => ProgramPath(Folder, "initdb");

    public string PgCtl => ProgramPath(Folder, "pg_ctl");

    /// <summary>A client-only installation has psql, but not these three.</summary>
    public static bool AreIn(string folder) => Programs.All(program => File.Exists(ProgramPath(folder, program)));

    public static string ProgramPath(string folder, string program)
        => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);
}
