using System.Diagnostics;

namespace PyConDemo.Testing;

/// <summary>A folder of one test, deleted at the end.</summary>
/// <param name="parent">The folder around it. Null means <see cref="TestFolders.Parent"/>, which may be in memory.</param>
public sealed class ScratchFolder(string? parent = null) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(
        parent ?? TestFolders.Parent, $"pycondemo-test-{Guid.NewGuid():N}")).FullName;

    /// <summary>
    /// The environment variables of a program that keeps its data, objects and replays in this folder.
    /// </summary>
    /// <param name="measured">True if somebody reads the times that it measures.</param>
    public Dictionary<string, string> Settings(bool measured = false) => new()
    {
        ["Postgres__DataFolder"] = System.IO.Path.Combine(Path, "data"),
        ["Storage__Folder"] = System.IO.Path.Combine(Path, "objects"),
        ["PYCONDEMO_REPLAYS"] = System.IO.Path.Combine(Path, "replays"),
        // A program that runs for seconds spends a third of its CPU time on the instrumentation for later.
        ["DOTNET_TieredPGO"] = measured ? "1" : "0",
    };

    /// <summary>Writes a file, and the folders above it. Returns its path.</summary>
    public string File(string name, string content = "", bool executable = false)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, content);
        if (executable && !OperatingSystem.IsWindows()) MakeExecutable(file);
        return file;
    }

    /// <summary>
    /// Another process writes the program. A child process that a parallel test starts inherits this process's open files for a moment,
    /// and Linux runs no program that is open for writing ("text file busy").
    /// </summary>
    private static void MakeExecutable(string file)
    {
        using var install = Process.Start("install", ["-m", "700", file, $"{file}.new"]);
        install.WaitForExit();
        if (install.ExitCode != 0) throw new InvalidOperationException($"`install` could not copy {file}.");
        System.IO.File.Move($"{file}.new", file, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A browser or a server still closes its files. The system empties the folder above later.
        }
    }
}
