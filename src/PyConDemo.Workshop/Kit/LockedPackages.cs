namespace PyConDemo.Workshop.Kit;

/// <summary>A NuGet package that a lock file pins.</summary>
/// <param name="ContentHash">The lock file's hash of the package's content.</param>
internal sealed record LockedPackage(string Id, string Version, string ContentHash)
{
    public string FileName => $"{Id}.{Version}.nupkg".ToLowerInvariant();

    /// <summary>The package's folder in NuGet's folder of unpacked packages, whose names are lower case.</summary>
    public string FolderIn(string packages)
        => Path.Combine(packages, Id.ToLowerInvariant(), Version.ToLowerInvariant());

    /// <summary>Whether NuGet has unpacked it there. NuGet writes this file last.</summary>
    public bool IsIn(string packages) => File.Exists(MetadataIn(packages));

    /// <summary>The path of its unchanged archive. Null if NuGet's folder lacks the content that the lock file pins.
    /// </summary>
    public string? ArchiveIn(string packages)
    {
        var archive = Path.Combine(FolderIn(packages), FileName);
        if (!File.Exists(archive) || !IsIn(packages)) return null;
        using var metadata = JsonDocument.Parse(File.ReadAllText(MetadataIn(packages)));
        return metadata.RootElement.GetProperty("contentHash").GetString() == ContentHash ? archive : null;
    }

    public override string ToString() => $"{Id} {Version}";

    private string MetadataIn(string packages) => Path.Combine(FolderIn(packages), ".nupkg.metadata");
}

/// <summary>The packages that a build of the repository's programs needs, in their exact versions.</summary>
internal static class LockedPackages
{
    /// <summary>Gets the packages that are missing: all programs of an attendee are built from the stage's references
    /// and the workshop's own.</summary>
    public const string RestoreCommand = "dotnet restore src/PyConDemo.Stage && dotnet restore src/PyConDemo.Workshop";

    /// <summary>Reads the lock files of all projects in src, each package once, in the order of their names.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static IReadOnlyList<LockedPackage> Read(string repository)
    {
        var files = Directory.EnumerateDirectories(Path.Combine(repository, "src"))
            .Select(project => Path.Combine(project, "packages.lock.json")).Where(File.Exists);
        return [.. files.SelectMany(ReadFile).Distinct().OrderBy(package => package.FileName, StringComparer.Ordinal)];
    }

    /// <summary>NuGet's folders of unpacked packages, as the last restore of this program used them.</summary>
    public static IReadOnlyList<string> FoldersOf(string repository)
    {
        var assets = Path.Combine(repository, "src", "PyConDemo.Workshop", "obj", "project.assets.json");
        if (File.Exists(assets))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(assets));
            return [.. json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return [Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages")];
    }

    private static IEnumerable<LockedPackage> ReadFile(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var packages = from framework in json.RootElement.GetProperty("dependencies").EnumerateObject()
                       from package in framework.Value.EnumerateObject()
                       where package.Value.TryGetProperty("contentHash", out _) // a project has none
                       select new LockedPackage(package.Name, Text(package.Value, "resolved"),
                           Text(package.Value, "contentHash"));
        return packages.ToArray();
    }

    private static string Text(JsonElement package, string property) => package.GetProperty(property).GetString()!;
}
