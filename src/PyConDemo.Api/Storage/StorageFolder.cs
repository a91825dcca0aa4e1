namespace PyConDemo.Api.Storage;

internal static class StorageFolder
{
    /// <summary>Below the user's own data; for root, and where there is no home (a container's user), in /var/tmp with the user in its name.</summary>
    public static string Default { get; } = Find();

    private static string Find()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            return "/var/tmp/pycondemo-objects-0"; // root's number
        return data.Length == 0
            ? Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : "/var/tmp", $"pycondemo-objects-{Environment.UserName}")
            : Path.Combine(data, "PyConDemo", "objects");
    }
}
