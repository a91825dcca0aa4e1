namespace PyConDemo.Postgres.Tests;

/// <summary>A folder of the test's own. As root it lies in /var/tmp, where the account that runs the server can reach it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string path = Path.Combine(
        Machine.This.IsRoot ? "/var/tmp" : Path.GetTempPath(), "pycondemo-test-" + Guid.NewGuid().ToString("N"));

    public TempFolder() => Directory.CreateDirectory(path);

    public string FullPath => path;

    public string File(string name, string content = "", bool executable = false)
    {
        var file = Path.Combine(path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, content);
        if (executable && !OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
