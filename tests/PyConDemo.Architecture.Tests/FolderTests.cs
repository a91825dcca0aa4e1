using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace PyConDemo.Architecture.Tests;

/// <summary>
/// The folders of a project depend on each other without a circle. Subfolders belong to their folder.
/// </summary>
public class FolderTests
{
    /// <summary>Stands for the files directly in a project's folder.</summary>
    private const string Top = "(top)";

    public static TheoryData<string> Projects =>
    [
        "PyConDemo.Api", "PyConDemo.ApiClient", "PyConDemo.CheckedApi", "PyConDemo.Checklist", "PyConDemo.CommandLine",
        "PyConDemo.Folders", "PyConDemo.Load", "PyConDemo.Postgres", "PyConDemo.Stage", "PyConDemo.WebServer",
        "PyConDemo.Workshop",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_folders_of_a_project_have_no_circle(string project)
    {
        var types = Load(project).Types.Where(type => FolderOf(type, project) is not null).ToArray();
        var uses = types
            .SelectMany(type => type.Dependencies.Select(dependency => (From: type, To: dependency.Target)))
            // Two classes' generated methods can have a generic parameter of the same name: neither uses the other.
            .Where(use => use.To is not GenericParameter)
            .Select(use => new Use(FolderOf(use.From, project)!, FolderOf(use.To, project)!, $"{use.From.Name} uses {use.To.Name}"))
            .Where(use => use.To is not null && use.From != use.To)
            .DistinctBy(use => (use.From, use.To)).ToArray();

        var circle = uses.Where(use => Reaches(use.To, use.From, uses)).Select(use => $"{use.From} -> {use.To}: {use.Example}").ToArray();
        Assert.True(circle.Length == 0, string.Join('\n', circle));
    }

    /// <summary>Shows that the test above reads the bodies of methods, not only their signatures.</summary>
    [Fact]
    public void A_use_within_a_method_is_seen()
        => Assert.Contains(Load("PyConDemo.Workshop").Types.Single(type => type.Name == "WorkshopCommandLine").Dependencies,
            dependency => dependency.Target.Name == "WorkshopConsole");

    private static ArchUnitNET.Domain.Architecture Load(string project) => new ArchLoader().LoadAssembly(System.Reflection.Assembly.Load(project)).Build();

    private static string? FolderOf(IType type, string project)
    {
        if (type.Namespace?.FullName is not { } space) return null; // a generic parameter
        if (space == project) return Top;
        return space.StartsWith(project + ".", StringComparison.Ordinal) ? space[(project.Length + 1)..].Split('.')[0] : null;
    }

    private static bool Reaches(string from, string to, IReadOnlyList<Use> uses, HashSet<string>? seen = null)
    {
        if (from == to) return true;
        seen ??= [];
        return seen.Add(from) && uses.Where(use => use.From == from).Any(use => Reaches(use.To, to, uses, seen));
    }

    private sealed record Use(string From, string To, string Example);
}
