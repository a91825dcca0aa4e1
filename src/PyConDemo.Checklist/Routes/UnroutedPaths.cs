using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Routes;

/// <summary>Names for requests without an endpoint, such as static files and unknown paths. Thread-safe; its memory is
/// bounded.</summary>
internal sealed partial class UnroutedPaths
{
    private const int MaxNames = 100;
    private const int MaxLength = 200; // of a name, in characters
    private static readonly RouteName Others = RouteName.From("(other paths)");

    private readonly ConcurrentDictionary<string, RouteName> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();

    /// <summary>The path's name: one for all paths that differ only in numbers, ids or case.</summary>
    public RouteName NameOf(string path)
    {
        var pattern = PatternOf(path);
        if (_names.TryGetValue(pattern, out var known)) return known;
        lock (_gate)
        {
            if (_names.TryGetValue(pattern, out known)) return known;
            return _names.Count < MaxNames ? _names[pattern] = RouteName.From(pattern) : Others;
        }
    }

    /// <summary>The same, but does not use up a name: the request may still get an endpoint.</summary>
    public string Describe(string path)
        => PatternOf(path) is var pattern && (_names.ContainsKey(pattern) || _names.Count < MaxNames)
            ? pattern
            : Others.Text;

    public void Clear()
    {
        lock (_gate) _names.Clear();
    }

    /// <summary>The path with numbers, GUIDs, hexadecimal hashes and other long tokens replaced.</summary>
    internal static string PatternOf(string path)
    {
        var pattern = Values().Replace($"/{path.Trim('/')}", match => match switch
        {
            _ when match.Groups["guid"].Success => "{guid}",
            _ when match.Groups["number"].Success => "{n}",
            _ when match.Groups["hex"].Success => "{hex}",
            _ when match.Groups["control"].Success => "?",
            _ => "{token}",
        });
        return pattern.Length <= MaxLength ? pattern : $"{pattern[..MaxLength]}…";
    }

    // A value starts and ends where a word does, so the `2` of `v2` stays. A token is a whole segment or extension.
    [GeneratedRegex("""
        (?<control>[\p{C}]) |
        (?<![0-9a-z]) (?:
          (?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) |
          (?<number>[0-9]+) |
          (?<hex>(?=[a-f]*[0-9])[0-9a-f]{8,})
        ) (?![0-9a-z]) |
        (?<=[/.]) (?: (?=[^/.]*[0-9])[^/.]{24,} | [^/.]{40,} )
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Values();
}
