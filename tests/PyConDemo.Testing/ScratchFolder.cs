namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>A folder of a test's own that the database's user can reach, too: gone at the end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(
        OperatingSystem.IsWindows() ? System.IO.Path.GetTempPath() : "/var/tmp", $"pycondemo-browser-{Guid.NewGuid():N}");

    public ScratchFolder() => Directory.CreateDirectory(Path);

    public string Below(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A browser that is still closing its files; the system's own broom takes the rest.
        }
    }
}
