namespace PyConDemo.Workshop.Tests;

/// <summary>A folder of a test's own that the database's user can reach, too: gone at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        OperatingSystem.IsWindows() ? System.IO.Path.GetTempPath() : "/var/tmp", $"pycondemo-workshop-{Guid.NewGuid():N}")).FullName;

    /// <summary>For an API whose data and objects live here.</summary>
    public Dictionary<string, string> Settings() => new()
    {
        ["Postgres__DataFolder"] = System.IO.Path.Combine(Path, "data"),
        ["Storage__Folder"] = System.IO.Path.Combine(Path, "objects"),
    };

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A server that is still closing its files; the system's own broom takes the rest.
        }
    }
}
