using System.CommandLine;

namespace PyConDemo.Stage.CommandLine;

/// <summary>Writes the reports that were asked for.</summary>
internal static class ReportFiles
{
    public static async Task WriteAsync(
        ParseResult line, CommonOptions options, Func<string> json, Func<string> markdown, Func<string> html, CancellationToken cancellationToken)
    {
        foreach (var (file, write) in ((FileInfo?, Func<string>)[])
            [(line.GetValue(options.Json), json), (line.GetValue(options.Markdown), markdown), (line.GetValue(options.Html), html)])
        {
            if (file is null) continue;
            await File.WriteAllTextAsync(file.FullName, write(), cancellationToken);
            Console.WriteLine($"Wrote {file}");
        }
    }
}
