using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Tests the package as a user gets it: with a README, in an application without EF Core.</summary>
[Collection(Alone.Name)] // it builds a project
public sealed partial class PackageTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_README_s_samples_compile()
    {
        var readme = await File.ReadAllTextAsync(
            Path.Combine(Project, "README.md"), TestContext.Current.CancellationToken);
        var compiled = Trim(
            await File.ReadAllTextAsync(Path.Combine(Here, "ReadmeSamples.cs"), TestContext.Current.CancellationToken));
        var samples = Sample().Matches(readme);
        Assert.Equal(4, samples.Count);
        Assert.All(samples, s => Assert.Contains(Trim(s.Groups[1].Value), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void It_references_ASP_NET_Core_and_Npgsql_only()
        => Assert.All(
            typeof(Measurement).Assembly.GetReferencedAssemblies(),
            reference => Assert.Matches(
                @"^(System|Microsoft\.(AspNetCore|Extensions|Net))\b|^Npgsql$", reference.Name));

    [Fact]
    public async Task A_user_s_application_uses_the_package()
    {
        var folder = Directory.CreateTempSubdirectory("checklist-").FullName;
        try
        {
            await Run(
                Project, "dotnet", "pack", "--no-build", "-c", Configuration, "-o", $"{folder}/feed",
                "-p:PackageVersion=0.0.1-test", "-v", "q");
            foreach (var file in Directory.GetFiles(Path.Combine(Here, "../Sample"), "*.txt"))
                File.Copy(file, Path.Combine(folder, Path.GetFileNameWithoutExtension(file)));
            // A packages folder of its own, so that it cannot use the package of another run. The user's folder has
            // Npgsql.
            await Run(folder, "dotnet", "build", "-o", $"{folder}/out", "--source", $"{folder}/feed", "-v", "q",
                $"-p:RestorePackagesPath={folder}/packages", $"-p:RestoreFallbackFolders={Packages}",
                "-p:NuGetAudit=false");
            var output = await Run(folder, "dotnet", $"{folder}/out/Sample.dll", db.ConnectionString);
            Assert.Equal("n-plus-one", output.Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Here => Path.GetDirectoryName(ThisFile())!;
    private static string Project => Path.GetFullPath(Path.Combine(Here, "../../../src/PyConDemo.Checklist"));
    private static string Configuration
        => AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static string Trim(string text)
        => string.Join('\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    private static async Task<string> Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}:\n{output}");
        return output;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
