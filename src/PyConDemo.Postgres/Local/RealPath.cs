namespace PyConDemo.Postgres.Local;

/// <summary>A path without symbolic links, as the system reports a process's working directory.</summary>
internal static class RealPath
{
    public static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows() || Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = new DirectoryInfo(Path.Combine(Of(parent), Path.GetFileName(full)));
        return here.LinkTarget is null ? here.FullName : here.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? here.FullName;
    }
}
