namespace PyConDemo.Checklist.Recording;

/// <summary>Finds the source file that the compiler named.</summary>
/// <remarks>A build on a build server is usually deterministic: it replaces the repository's path by `/_/`. A package's
/// files have that prefix too, but they are not in this repository.</remarks>
internal static class SourcePath
{
    private const string Mapped = "/_/";

    /// <summary>The nearest folder above the program that is a Git repository; null if there is none.</summary>
    public static string? Repository { get; } = FindRepository(AppContext.BaseDirectory);

    /// <summary>The file's path on this machine; null if it was built elsewhere.</summary>
    public static string? Find(string compiled)
    {
        if (!compiled.StartsWith("/_", StringComparison.Ordinal)) return compiled;
        if (Repository is null || !compiled.StartsWith(Mapped, StringComparison.Ordinal)) return null;
        var path = Path.Combine(Repository, compiled[Mapped.Length..]);
        return File.Exists(path) ? path : null;
    }

    /// <summary>The path from the repository's root, with slashes; unchanged if the file is outside.</summary>
    public static string InRepository(string path)
    {
        if (Repository is null) return path;
        var relative = Path.GetRelativePath(Repository, path).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }

    // In a worktree `.git` is a file.
    internal static string? FindRepository(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
            if (Path.Exists(Path.Combine(parent.FullName, ".git"))) return parent.FullName;
        return null;
    }
}
