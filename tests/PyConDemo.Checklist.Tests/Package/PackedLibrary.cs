using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>The library as a package in a folder that is a feed.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    private readonly ScratchFolder _feed = new();

    public static string Project { get; } = Path.Combine(Repository.Root, "src/PyConDemo.Checklist");

    public string Feed => _feed.Path;

    public async ValueTask InitializeAsync()
    {
        var isRelease = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal);
        var configuration = isRelease ? "Release" : "Debug";
        var pack = new ProcessStartInfo("dotnet", ["pack", "--no-build", "-c", configuration, "-o", Feed, "-v", "q"])
        {
            WorkingDirectory = Project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" }, // no process stays behind
        };
        var (exitCode, output, error) = await pack.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, output + error);
    }

    /// <summary>Opens the package, or its symbols (`snupkg`).</summary>
    public ZipArchive Open(string extension = "nupkg")
        => ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Feed, $"*.{extension}")));

    /// <summary>The metadata of the package. Its elements are found by their local names.</summary>
    public XElement ReadMetadata()
    {
        using var package = Open();
        using var nuspec = package.Entries.Single(e => e.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XElement.Load(nuspec).Elements().Single();
    }

    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }
}
