using System.Xml.Linq;

namespace PyConDemo.Architecture.Tests;

/// <summary>Each project references only those that docs/design.md lists for it.</summary>
public class ProjectTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["PyConDemo.Api"] = ["PyConDemo.Checklist", "PyConDemo.Folders", "PyConDemo.Postgres", "PyConDemo.WebServer"],
        ["PyConDemo.ApiClient"] = [],
        ["PyConDemo.CheckedApi"] = ["PyConDemo.Api"],
        ["PyConDemo.Checklist"] = [],
        ["PyConDemo.CommandLine"] = ["PyConDemo.ApiClient", "PyConDemo.WebServer"],
        ["PyConDemo.Folders"] = [],
        ["PyConDemo.Load"] = [],
        ["PyConDemo.Postgres"] = ["PyConDemo.Folders"],
        ["PyConDemo.Stage"] =
        [
            "PyConDemo.ApiClient", "PyConDemo.CommandLine", "PyConDemo.Folders", "PyConDemo.Load",
            "PyConDemo.WebServer",
        ],
        ["PyConDemo.WebServer"] = [],
        ["PyConDemo.Workshop"] =
        [
            "PyConDemo.ApiClient", "PyConDemo.CommandLine", "PyConDemo.Postgres", "PyConDemo.WebServer",
        ],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_has_its_place()
        => Assert.Equal(Allowed.Keys.Order(), Directory.GetDirectories(Source).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may_know(string project)
        => Assert.Equal(Allowed[project], References(project, linked: true).Order());

    /// <summary>The projects that a project of src references, also those that are built and not linked.</summary>
    internal static IEnumerable<string> References(string project, bool linked = false)
        => XDocument.Load(Path.Combine(Source, project, $"{project}.csproj")).Descendants("ProjectReference")
            .Where(reference => !linked || (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    private static string Source => Path.Combine(Repository.Root, "src");
}
