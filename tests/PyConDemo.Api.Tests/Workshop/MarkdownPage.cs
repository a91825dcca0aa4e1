using System.Text.RegularExpressions;

namespace PyConDemo.Api.Tests.Workshop;

/// <summary>A Markdown page: its text, its fenced code and its links.</summary>
public sealed partial class MarkdownPage
{
    private MarkdownPage(string path) => (Path, Text) = (path, File.ReadAllText(path));

    public string Path { get; }

    public string Text { get; }

    /// <param name="path">A path from the root of the repository.</param>
    public static MarkdownPage Read(string path) => new(System.IO.Path.Combine(Repository.Root, path));

    /// <summary>The links to files of this repository, without their anchors.</summary>
    public IEnumerable<string> RelativeLinks => Link().Matches(Text).Select(match => match.Groups[1].Value)
        .Where(address => address.Length > 0 && !address.Contains("://", StringComparison.Ordinal));

    public IEnumerable<Fence> Fences
    {
        get
        {
            var lines = Text.Split('\n');
            for (var at = 0; at < lines.Length; at++)
            {
                if (!lines[at].StartsWith("```", StringComparison.Ordinal)) continue;

                var marker = at > 0 ? Marker().Match(lines[at - 1]) : Match.Empty;
                var code = lines.Skip(at + 1).TakeWhile(line => line != "```").ToList();
                yield return new(at + 1, lines[at][3..], marker.Success ? marker.Groups[1].Value : null, code);
                at += code.Count + 1;
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)#\s]*)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^<!-- from (\S+) -->$")]
    private static partial Regex Marker();
}
