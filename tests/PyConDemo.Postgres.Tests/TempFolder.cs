using System.Diagnostics;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

/// <summary>
/// A folder of one test. For root it is in /var/tmp, where the account that runs the server can reach it.
/// </summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _path = Path.Combine(
        HostEnvironment.Current.IsRoot ? "/var/tmp" : Path.GetTempPath(),
        "pycondemo-test-" + Guid.NewGuid().ToString("N"));

    public TempFolder() => Directory.CreateDirectory(_path);

    public string FullPath => _path;

    public string File(string name, string content = "", bool executable = false)
    {
        var file = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, content);
        return executable && !OperatingSystem.IsWindows() ? Executable(file) : file;
    }

    /// <summary>
    /// Another process writes the program. A child process that a parallel test starts inherits this process's open
    /// files for a moment, and Linux runs no program that is open for writing ("text file busy").
    /// </summary>
    private static string Executable(string text)
    {
        using var install = Process.Start("install", ["-m", "700", text, $"{text}.new"]);
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
        System.IO.File.Move($"{text}.new", text, overwrite: true);
        return text;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
