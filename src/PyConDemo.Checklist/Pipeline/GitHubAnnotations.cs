namespace PyConDemo.Checklist.Pipeline;

/// <summary>Writes workflow commands, which GitHub shows as annotations of a pull request's lines.</summary>
/// <remarks>GitHub shows at most ten errors and ten warnings per step, so known findings get none. The format is in
/// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.</remarks>
internal static class GitHubAnnotations
{
    public static void Write(TextWriter output, RunReport report)
    {
        foreach (var finding in report.New) output.WriteLine(Format("error", finding));
        foreach (var finding in report.Timed) output.WriteLine(Format("warning", finding));
        output.Flush();
    }

    internal static string Format(string level, Finding finding)
    {
        var title = $"title={Property($"{finding.Rule} on {finding.Route}")}";
        var place = Place(finding.Source) is var (file, line) ? $"file={Property(file)},line={line}," : "";
        return $"::{level} {place}{title}::{Escape(finding.ToString())}";
    }

    // A source is written as `File.cs:12 in Type.Method`.
    private static (string File, string Line)? Place(string? source)
        => source?.Split(':', ' ') is [_, var line, ..] && Recording.CallSites.PathOf(source) is { } path
            ? (SourcePath.InRepository(path), line)
            : null;

    private static string Property(string text)
        => Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
