using PyConDemo.CommandLine;
using PyConDemo.Postgres;
using PyConDemo.Workshop.Kit;

namespace PyConDemo.Workshop.Laptop;

/// <summary>What the workshop needs on a laptop. Each check says what was found, or what to do.</summary>
internal static class LaptopChecks
{
    /// <summary>The build, PostgreSQL's data and binaries, and the packages take 1.2 GB.</summary>
    public const double NeededGigabytes = 2;

    // A build takes 0.8 GB, and the editor and the browser need the rest. A machine sold with 4 GB shows less.
    private const double NeededMemory = 3.5;

    /// <summary>Checks that the lock files' packages are unpacked, so that a build needs no network.</summary>
    public static CheckLine Packages(string repository, IReadOnlyList<string> packageFolders)
    {
        var packages = LockedPackages.Read(repository);
        var missing = packages.Where(package => !packageFolders.Any(package.IsIn)).ToArray();
        return missing.Length == 0
            ? CheckLine.Ok("packages", $"all {packages.Count} are here, so a build needs no network")
            : CheckLine.ToDo("packages", $"{missing.Length} of {packages.Count} are missing "
                + $"({string.Join(", ", missing.Take(3).Select(package => package.ToString()))}"
                + $"{(missing.Length > 3 ? ", …" : "")}): with a network, or in the kit's clone, run "
                + LockedPackages.RestoreCommand);
    }

    /// <summary>Checks that something can provide a PostgreSQL that the judge can use.</summary>
    /// <param name="mirror">Where the first check would download binaries from.</param>
    public static CheckLine Postgres(PostgresFound found, Uri mirror) => found switch
    {
        { Binaries: { } binaries, HasAutoExplain: true }
            => CheckLine.Ok("PostgreSQL", $"{binaries}, with auto_explain"),
        { Binaries: { } binaries, HasAutoExplain: null } => CheckLine.Ok("PostgreSQL", $"{binaries}; the first check "
            + "finds out whether it has the library auto_explain"),
        { Binaries: { } binaries } => CheckLine.ToDo("PostgreSQL", $"{binaries} lacks the library auto_explain: "
            + $"{PostgresSearch.InstallCommand}"),
        { Engine: { } engine } => CheckLine.Ok("PostgreSQL", $"a container engine answers at {engine}. Its first use "
            + "needs a network, or the image"),
        { Downloaded: { } folder } => CheckLine.Ok("PostgreSQL", $"downloaded to {folder}"),
        _ when mirror.IsFile && Directory.Exists(mirror.LocalPath)
            => CheckLine.Ok("PostgreSQL", $"the first check takes it from {mirror.LocalPath}"),
        _ => CheckLine.ToDo("PostgreSQL", (found.TooOld is { } old ? $"{old} is too old" : "no server binaries")
            + $", and no container engine answers: {PostgresSearch.InstallCommand}. "
            + "Or start Docker or Podman. Or run the first check with a network, which downloads the binaries"),
    };

    /// <param name="bytes">The memory that this process may use.</param>
    public static CheckLine Memory(long bytes)
    {
        var gigabytes = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB");
        return bytes / 1e9 >= NeededMemory ? CheckLine.Ok("memory", gigabytes)
            : CheckLine.ToDo("memory", $"{gigabytes}: a build with an editor needs 4 GB. Close other programs, or work "
                + "with a neighbour");
    }

    /// <summary>Checks that files can be created in a folder, which is created if it isn't there.</summary>
    public static CheckLine Writable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, $"doctor-{Guid.NewGuid():N}.tmp");
            File.Create(file).Dispose();
            File.Delete(file);
            return CheckLine.Ok("folder", folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckLine.ToDo("folder", $"{folder} can't be written to: choose another with PYCONDEMO_WORKSHOP");
        }
    }

    /// <param name="program">The judge's build of the API.</param>
    public static CheckLine FirstCheck(string program, string command)
        => File.Exists(program) ? CheckLine.Ok("first check", "done, so the next checks start at once")
            : CheckLine.ToDo("first check", $"not done yet; it takes minutes: {command} n-plus-one");

    /// <param name="missing">The exercises whose file is gone.</param>
    public static CheckLine Files(int count, IReadOnlyList<string> missing, string command)
        => missing.Count == 0 ? CheckLine.Ok("exercises", $"the files of all {count} are here")
            : CheckLine.ToDo("exercises", $"the file of {string.Join(", ", missing)} is gone: "
                + $"{command} {missing[0]} --reset --yes");

    /// <summary>Checks that the host of the joined class can be reached.</summary>
    /// <param name="host">Null if no class was joined.</param>
    public static async Task<CheckLine> HostAsync(Uri? host, CancellationToken cancellationToken)
    {
        if (host is null) return CheckLine.Ok("host", "no class is joined");
        using var client = new HttpClient();
        try
        {
            using var answer = await client.GetAsync(host, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return CheckLine.Ok("host", $"{host} answers");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return CheckLine.ToDo("host", $"{host} doesn't answer: the exercises work without it. Is this laptop in "
                + "the host's network?");
        }
    }
}
