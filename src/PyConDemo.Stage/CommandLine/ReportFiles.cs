using System.CommandLine.Parsing;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The files that a report is written to. A file that can't be written is refused before anything is
/// measured.</summary>
internal sealed class ReportFiles
{
    private readonly Option<FileInfo?> _json = NewOption("--json", "Write the report as JSON.");
    private readonly Option<FileInfo?> _markdown = NewOption("--markdown", "Write the report as Markdown.");
    private readonly Option<FileInfo?> _html = NewOption("--html", "Write the report as one HTML file.");

    public IEnumerable<Option> Options => [_json, _markdown, _html];

    public async Task WriteAsync(
        ParseResult line, string json, string markdown, string html, CancellationToken cancellationToken)
    {
        foreach (var (option, text) in new[] { (_json, json), (_markdown, markdown), (_html, html) })
        {
            if (line.GetValue(option) is not { } file) continue;
            await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
            Console.WriteLine($"Wrote {file}");
        }
    }

    private static Option<FileInfo?> NewOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Find(result),
    };

    private static FileInfo? Find(ArgumentResult result)
    {
        var path = result.Tokens[0].Value;
        try
        {
            var file = new FileInfo(path);
            if (file.Directory is { Exists: false } folder)
                result.AddError($"Can't write {path}: there is no folder {folder.FullName}.");
            else
                Try(file);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            result.AddError($"Can't write {path}: {e.Message.ReplaceLineEndings(" ")}");
            return null;
        }
    }

    /// <summary>Opens the file for writing, and leaves everything as it was.</summary>
    private static void Try(FileInfo file)
    {
        var isNew = !file.Exists;
        using (file.Open(FileMode.OpenOrCreate, FileAccess.Write)) { }
        if (isNew) file.Delete();
    }
}
