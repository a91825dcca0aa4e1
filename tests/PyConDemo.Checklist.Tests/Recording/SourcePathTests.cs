using System.Runtime.CompilerServices;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>A deterministic build replaces the repository's path by `/_/`.</summary>
public sealed class SourcePathTests
{
    private const string InRepository = "tests/PyConDemo.Checklist.Tests/Recording/SourcePathTests.cs";

    [Fact]
    public void A_mapped_path_is_found_in_the_repository()
    {
        var path = SourcePath.Find($"/_/{InRepository}");
        Assert.Equal(ThisFile(), path);
        Assert.Equal(InRepository, SourcePath.InRepository(path!));
        Assert.Equal(CodeOwner.Program, CodeOwners.Of("Shop", "Shop.Orders", "Load", $"/_/{InRepository}"));
    }

    [Theory]
    [InlineData("/_/src/Package.cs")] // in no folder here
    [InlineData("/_1/tests/PyConDemo.Checklist.Tests/Recording/SourcePathTests.cs")] // a package of NuGet's folder
    public void A_package_s_file_is_not_found(string path) => Assert.Null(SourcePath.Find(path));

    [Theory]
    [InlineData("/elsewhere/Orders.cs")]
    [InlineData("/srcs/../elsewhere.cs")]
    public void A_file_outside_keeps_its_path(string path)
    {
        Assert.Equal(path, SourcePath.Find(path));
        Assert.Equal(path, SourcePath.InRepository(path));
    }

    [Fact]
    public void A_folder_outside_has_no_repository()
        => Assert.Null(SourcePath.FindRepository(Path.GetPathRoot(Path.GetTempPath())!));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
