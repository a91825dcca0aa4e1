namespace PyConDemo.Stage.TalkChecks;

/// <summary>The checks that do not need the API.</summary>
public static class MachineChecks
{
    /// <summary>The data of the scale `medium` takes 1 GB. PostgreSQL writes the rest during races.</summary>
    public const double NeededGigabytes = 3;

    /// <summary>Checks the free space where PostgreSQL's data folder is or will be.</summary>
    public static CheckLine Disk(string folder, Func<string, long> freeBytes)
        => CommonChecks.Disk(folder, NeededGigabytes, "with Postgres__DataFolder", freeBytes);

    /// <summary>The folder of the local PostgreSQL data, as the API chooses it.</summary>
    public static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("Postgres__DataFolder") is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        // PostgreSQL does not run as root, and its own user cannot enter root's home.
        return Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "/var/tmp" : ReplayFolder.LocalData;
    }

    /// <summary>Looks for k6. A missing k6 is fine, because only the scripts in k6/ need it.</summary>
    public static CheckLine K6(string? path)
    {
        var name = OperatingSystem.IsWindows() ? "k6.exe" : "k6";
        var found = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return CheckLine.Ok("k6", found ?? "not found; only the scripts in k6/ need it");
    }

    /// <summary>Checks that each pattern has a saved race. The file's name ends with the slug.</summary>
    public static CheckLine Replays(string folder)
    {
        string[] names = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!)] : [];
        var missing = RaceCatalog.Slugs
            .Where(slug => !names.Any(name => name.EndsWith(slug, StringComparison.Ordinal))).ToArray();
        return missing.Length == 0 ? CheckLine.Ok("replays", $"{names.Length}, of all patterns, in {folder}")
            : CheckLine.ToDo("replays", $"none of {string.Join(", ", missing)} in {folder}: race each on the page");
    }
}
