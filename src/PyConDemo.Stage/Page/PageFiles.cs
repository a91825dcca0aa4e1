using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;

namespace PyConDemo.Stage.Page;

/// <summary>The page's files. They are part of the program, so that it can be copied anywhere and started from any folder.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";
    private static readonly Assembly Program = typeof(PageFiles).Assembly;
    private static readonly FileExtensionContentTypeProvider Types = new();
    private static readonly FrozenSet<string> Names = Program.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenSet();

    public static void MapPageFiles(this WebApplication app) => app.MapGet("/{**path}", (string? path) => Find(path));

    private static IResult Find(string? path)
    {
        var name = Prefix + (string.IsNullOrEmpty(path) ? "index.html" : path);
        return Names.Contains(name) && Types.TryGetContentType(name, out var type)
            ? Results.Stream(Program.GetManifestResourceStream(name)!, type) : Results.NotFound();
    }
}
