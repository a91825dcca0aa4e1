using System.Runtime.CompilerServices;

namespace PyConDemo.Testing;

/// <summary>The files of the repository that these tests were compiled from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Returns an anti-pattern's name in files and types: NPlusOne for `n-plus-one`.</summary>
    public static string NameOf(string slug)
        => string.Concat(slug.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PyConDemo.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests don't run where they were built.");
    }
}
