namespace PyConDemo.Stage.Page.Sources;

internal static class SourceText
{
    /// <summary>A last empty line after the final line break is none.</summary>
    public static string[] Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        return lines is [.. var all, ""] ? all : lines;
    }
}
