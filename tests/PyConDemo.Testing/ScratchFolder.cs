namespace PyConDemo.Testing;

/// <summary>
/// A folder for one test, which deletes it at the end. On Unix it is in /var/tmp: a server that root starts runs as
/// another user, and this user must be able to open the folder.
/// </summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        OperatingSystem.IsWindows() ? System.IO.Path.GetTempPath() : "/var/tmp", $"pycondemo-test-{Guid.NewGuid():N}")).FullName;

    /// <summary>
    /// The environment variables of a program that keeps its data, objects and replays in this folder.
    /// </summary>
    public Dictionary<string, string> Settings() => new()
    {
        ["Postgres__DataFolder"] = System.IO.Path.Combine(Path, "data"),
        ["Storage__Folder"] = System.IO.Path.Combine(Path, "objects"),
        ["PYCONDEMO_REPLAYS"] = System.IO.Path.Combine(Path, "replays"),
    };

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A browser or a server still closes its files. The system empties /var/tmp later.
        }
    }
}
